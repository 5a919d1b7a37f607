import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { parseParameters } from '../../src/adapters/aws/build/parameters.ts';
import type { Statement } from '../../tools/local-aws/policies.ts';
import { type LocalNames, statementsOf } from '../../tools/local-aws/template.ts';

const ROOT = new URL('../../', import.meta.url);
const readText = (path: string): Promise<string> => readFile(new URL(path, ROOT), 'utf8');

/** CloudFormation's short forms: `!Sub text` is `{ Fn::Sub: text }`. */
const customTags = [
  ['!Sub', 'Fn::Sub'],
  ['!GetAtt', 'Fn::GetAtt'],
  ['!Ref', 'Ref'],
].map(([tag, name]) => ({ tag: tag!, resolve: (text: string) => ({ [name!]: text }) }));

/** Fills Serverless's variables in and leaves CloudFormation's. Errors: a variable that has no value here. */
const fillIn = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\$\{((?:self|sls):[\w.]*)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`Nothing here tells what \${${name}} is.`);
    return value;
  });

/** The role that a function is deployed with: `analyze-chunk` -> `AnalyzeChunkRole`. */
const roleNameOf = (functionName: string): string =>
  `${functionName.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}Role`;

/** What the roles that would be deployed, with the default parameters, allow each of these functions. */
export async function readDeployedRoles(
  names: LocalNames,
  functionNames: readonly string[],
): Promise<Map<string, Statement[]>> {
  const service = parse(await readText('serverless.aws.yml'), { customTags, merge: true });
  const { videoArns, bucketArns } = parseParameters(service.params.default, names.bucket);
  const text = fillIn(await readText('src/adapters/aws/resources/roles.yml'), {
    'self:service': service.service,
    'sls:stage': 'test',
    'self:custom.bucket': names.bucket,
    'self:custom.parameters.videoArns': JSON.stringify(videoArns),
    'self:custom.parameters.bucketArns': JSON.stringify(bucketArns),
    'self:custom.machineArn': JSON.stringify(service.custom.machineArn),
    'self:custom.executionArns': JSON.stringify(service.custom.executionArns),
  });
  const { Resources } = parse(text, { customTags, merge: true });
  return new Map(functionNames.map((name) => [name, statementsOf(Resources[roleNameOf(name)], names)]));
}
