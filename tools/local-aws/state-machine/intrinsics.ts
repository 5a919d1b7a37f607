import { refuse } from './errors.ts';
import { isObject } from './json.ts';

/** What CloudFormation puts in when it deploys the definition. */
export type Intrinsic =
  | { readonly 'Fn::GetAtt': readonly [logicalId: string, attribute: 'Arn'] }
  | { readonly Ref: string };

const SUPPORTED = 'Fn::GetAtt: [logical id, Arn] and Ref: logical id';

function parseIntrinsic(path: string, value: Readonly<Record<string, unknown>>): Intrinsic | null {
  const name = Object.keys(value).find((key) => key === 'Ref' || key.startsWith('Fn::'));
  if (name === undefined) return null;
  const argument = value[name];
  const text = `${name}: ${JSON.stringify(argument)}`;
  if (Object.keys(value).length !== 1) refuse(path, `${text} beside other fields`, SUPPORTED);
  if (name === 'Ref' && typeof argument === 'string') return { Ref: argument };
  if (name === 'Fn::GetAtt' && Array.isArray(argument) && argument.length === 2) {
    const [logicalId, attribute] = argument as unknown[];
    if (typeof logicalId === 'string' && attribute === 'Arn') return { 'Fn::GetAtt': [logicalId, attribute] };
  }
  return refuse(path, text, SUPPORTED);
}

/** A copy of the definition with every intrinsic function of CloudFormation resolved. */
export function resolveIntrinsics(path: string, value: unknown, resolve: (intrinsic: Intrinsic) => string): unknown {
  if (Array.isArray(value)) return value.map((item, i) => resolveIntrinsics(`${path}[${i}]`, item, resolve));
  if (!isObject(value)) return value;
  const intrinsic = parseIntrinsic(path, value);
  if (intrinsic) return resolve(intrinsic);
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      resolveIntrinsics(path === '' ? name : `${path}.${name}`, field, resolve),
    ]),
  );
}
