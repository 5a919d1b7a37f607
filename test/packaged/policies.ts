import type { Template } from './package-service.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** What the roles name instead of referring to it, written shorter. */
const NAMES: readonly (readonly [string, string])[] = [
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: CloudFormation fills them in
  ['arn:${AWS::Partition}:s3:::reelsight-test-${AWS::AccountId}-${AWS::Region}', 'bucket'],
  ['${Bucket.Arn}', 'bucket'],
  ['arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:', 'states:'],
  ['arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:', 'logs:'],
  ['arn:${AWS::Partition}:s3:::', 's3:'],
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: CloudFormation fills them in
];

const list = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

function nameOf(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const { 'Fn::Sub': text, 'Fn::GetAtt': attribute } = resource as { 'Fn::Sub'?: string; 'Fn::GetAtt'?: string[] };
  if (attribute) return attribute[0]!;
  return NAMES.reduce((name, [long, short]) => name.replace(long, short), text!);
}

/** What a role may do: resources by action, sorted. */
export function readRights(template: Template, role: string): Record<string, string[]> {
  const { Policies = [] } = template.Resources[role]!.Properties as {
    Policies?: readonly { PolicyDocument: { Statement: readonly Statement[] } }[];
  };
  const rights: Record<string, string[]> = {};
  for (const { PolicyDocument } of Policies)
    for (const { Effect, Action, Resource } of PolicyDocument.Statement) {
      if (Effect !== 'Allow') throw new Error(`${role} has a statement with the effect ${Effect}.`);
      for (const action of list(Action))
        rights[action] = [...(rights[action] ?? []), ...list(Resource).map(nameOf)].sort();
    }
  return rights;
}
