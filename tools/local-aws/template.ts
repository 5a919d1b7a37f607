import { z } from 'zod';
import type { Statement } from './policies.ts';

/** Reads the parts of the deployed template that the local stack needs, and puts local values in for AWS's. */

export const LOCAL_ACCOUNT = '000000000000';

export interface LocalNames {
  readonly region: string;
  readonly bucket: string;
}

const textSchema = z.union([
  z.string(),
  z.object({ 'Fn::Sub': z.string() }),
  z.object({ Ref: z.string() }),
  z.object({ 'Fn::GetAtt': z.union([z.string().transform((name) => name.split('.')), z.array(z.string())]) }),
]);

const manyTextsSchema = z.union([z.array(textSchema), textSchema.transform((text) => [text])]);

const roleSchema = z.object({
  Properties: z.object({
    Policies: z.array(
      z.object({
        PolicyDocument: z.object({
          Statement: z.array(
            z.object({
              Effect: z.string(),
              Action: z.union([z.string(), z.array(z.string())]),
              Resource: manyTextsSchema,
            }),
          ),
        }),
      }),
    ),
  }),
});

/** A text of the template with the references that name this stack resolved; others stay as they are. */
export function resolveText(value: unknown, { region, bucket }: LocalNames): string {
  const text = textSchema.parse(value);
  const known: Record<string, string> = {
    'AWS::Partition': 'aws',
    'AWS::AccountId': LOCAL_ACCOUNT,
    'AWS::Region': region,
    Bucket: bucket,
    'Bucket.Arn': `arn:aws:s3:::${bucket}`,
  };
  if (typeof text === 'string') return text;
  if ('Fn::Sub' in text) return text['Fn::Sub'].replace(/\$\{([\w:.]+)\}/g, (whole, name) => known[name] ?? whole);
  const name = 'Ref' in text ? text.Ref : text['Fn::GetAtt'].join('.');
  return known[name] ?? `\${${name}}`;
}

/** What a role allows. Errors: a ZodError when it is not a role as ours are written. */
export const statementsOf = (role: unknown, names: LocalNames): Statement[] =>
  roleSchema.parse(role).Properties.Policies.flatMap(({ PolicyDocument }) =>
    PolicyDocument.Statement.map(({ Resource, ...rest }) => ({
      ...rest,
      Resource: Resource.map((resource) => resolveText(resource, names)),
    })),
  );
