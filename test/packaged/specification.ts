import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import type { Template } from './package-service.ts';

/** The part of AWS's specification of types that is used here. */
type PropertyType =
  | { readonly type: 'string'; readonly allowedValues?: readonly string[] }
  | { readonly type: 'integer' | 'number' | 'boolean' | 'json' | 'tag' | 'date-time' | 'null' }
  | { readonly type: 'array' | 'map'; readonly element: PropertyType }
  | { readonly type: 'ref'; readonly reference: { readonly $ref: string } }
  | { readonly type: 'union'; readonly types: readonly PropertyType[] };

type Shape = Readonly<Record<string, { readonly type: PropertyType; readonly required?: boolean }>>;

const database = await loadAwsServiceSpec();

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What CloudFormation works out while it deploys. */
const isIntrinsic = (value: unknown): boolean =>
  isObject(value) && Object.keys(value).length === 1 && /^(Ref|Fn::\w+)$/.test(Object.keys(value)[0]!);

const findResource = (type: string) => database.lookup('resource', 'cloudFormationType', 'equals', type)[0] ?? null;

/** Everything in a template that AWS's specification of resources does not know or misses. */
export function lintTemplate(template: Template): string[] {
  return Object.entries(template.Resources).flatMap(([id, { Type, Properties = {} }]) => {
    const resource = findResource(Type);
    return resource ? lintShape(Properties, resource.properties as Shape, id) : [`${id}: there is no type ${Type}`];
  });
}

/** Whether `Fn::GetAtt` of a type of resource knows this attribute. */
export function hasAttribute(type: string, name: string): boolean {
  const resource = findResource(type);
  return resource !== null && (name in resource.attributes || name in resource.properties);
}

function lintShape(value: unknown, shape: Shape, path: string): string[] {
  if (!isObject(value)) return [`${path}: ${JSON.stringify(value)} is not an object`];
  const missing = Object.entries(shape).filter(([name, { required }]) => required && value[name] === undefined);
  return [
    ...missing.map(([name]) => `${path}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, inner]) =>
      name in shape ? lintValue(inner, shape[name]!.type, `${path}.${name}`) : [`${path}.${name} is not known`],
    ),
  ];
}

function lintValue(value: unknown, type: PropertyType, path: string): string[] {
  if (isIntrinsic(value)) return [];
  const expect = (fits: boolean) => (fits ? [] : [`${path}: ${JSON.stringify(value)} is not of type ${type.type}`]);
  switch (type.type) {
    case 'json':
      return [];
    case 'string':
      if (typeof value === 'string' && type.allowedValues && !type.allowedValues.includes(value))
        return [`${path}: ${value} is none of ${type.allowedValues.join(', ')}`];
      return expect(typeof value === 'string');
    case 'integer':
      return expect(Number.isInteger(value));
    case 'number':
    case 'boolean':
      return expect(typeof value === type.type);
    case 'array':
      if (!Array.isArray(value)) return expect(false);
      return value.flatMap((item, i) => lintValue(item, type.element, `${path}[${i}]`));
    case 'map':
      if (!isObject(value)) return expect(false);
      return Object.entries(value).flatMap(([key, item]) => lintValue(item, type.element, `${path}.${key}`));
    case 'ref':
      return lintShape(value, database.get('typeDefinition', type.reference).properties as Shape, path);
    case 'tag':
      return expect(isObject(value) && typeof value['Key'] === 'string' && value['Value'] !== undefined);
    case 'union': {
      const faults = type.types.map((one) => lintValue(value, one, path));
      return faults.some((list) => list.length === 0) ? [] : faults[0]!;
    }
    default:
      return expect(typeof value === 'string');
  }
}
