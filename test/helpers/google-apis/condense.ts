/** What is used of each API, by the names of its methods in the discovery document. */
export const USED_METHODS: Readonly<Record<string, readonly string[]>> = {
  'cloudfunctions.v2': [
    'cloudfunctions.projects.locations.list',
    'cloudfunctions.projects.locations.functions.create',
    'cloudfunctions.projects.locations.functions.delete',
    'cloudfunctions.projects.locations.functions.generateUploadUrl',
    'cloudfunctions.projects.locations.functions.get',
    'cloudfunctions.projects.locations.functions.list',
    'cloudfunctions.projects.locations.functions.patch',
    'cloudfunctions.projects.locations.operations.get',
  ],
  'cloudresourcemanager.v3': [
    'cloudresourcemanager.projects.get',
    'cloudresourcemanager.projects.getIamPolicy',
    'cloudresourcemanager.projects.setIamPolicy',
  ],
  'iam.v1': [
    'iam.projects.serviceAccounts.create',
    'iam.projects.serviceAccounts.delete',
    'iam.projects.serviceAccounts.list',
    'iam.projects.serviceAccounts.patch',
    'iam.projects.serviceAccounts.getIamPolicy',
    'iam.projects.serviceAccounts.setIamPolicy',
  ],
  'logging.v2': ['logging.entries.list'],
  'run.v2': ['run.projects.locations.services.getIamPolicy', 'run.projects.locations.services.setIamPolicy'],
  'serviceusage.v1': ['serviceusage.services.batchGet'],
  'storage.v1': [
    'storage.buckets.delete',
    'storage.buckets.get',
    'storage.buckets.getIamPolicy',
    'storage.buckets.insert',
    'storage.buckets.list',
    'storage.buckets.patch',
    'storage.buckets.setIamPolicy',
    'storage.objects.delete',
    'storage.objects.list',
    'storage.projects.serviceAccount.get',
  ],
  'workflows.v1': [
    'workflows.projects.locations.list',
    'workflows.projects.locations.operations.get',
    'workflows.projects.locations.workflows.create',
    'workflows.projects.locations.workflows.delete',
    'workflows.projects.locations.workflows.get',
    'workflows.projects.locations.workflows.list',
    'workflows.projects.locations.workflows.patch',
  ],
};

export interface Schema {
  readonly type?: string;
  readonly $ref?: string;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
}

interface Parameter {
  readonly type: string;
  readonly location: 'path' | 'query';
  readonly required?: boolean;
  readonly repeated?: boolean;
  readonly enum?: readonly string[];
  readonly pattern?: string;
}

export interface Method {
  readonly httpMethod: string;
  /** Below the root of the API. */
  readonly path: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Names of schemas. */
  readonly request?: string;
  readonly response?: string;
}

export interface CondensedApi {
  readonly source: string;
  readonly revision: string;
  readonly host: string;
  readonly methods: Readonly<Record<string, Method>>;
  readonly schemas: Readonly<Record<string, Schema>>;
}

interface PublishedMethod {
  readonly id: string;
  readonly httpMethod: string;
  readonly path: string;
  readonly parameters?: Readonly<Record<string, Parameter>>;
  readonly request?: { readonly $ref: string };
  readonly response?: { readonly $ref: string };
}

interface PublishedResource {
  readonly methods?: Readonly<Record<string, PublishedMethod>>;
  readonly resources?: Readonly<Record<string, PublishedResource>>;
}

export interface PublishedApi extends PublishedResource {
  readonly revision: string;
  readonly rootUrl: string;
  readonly servicePath: string;
  readonly schemas: Readonly<Record<string, Schema>>;
}

/** Keeps of a discovery document the used methods and what their bodies are made of, without words. */
export function condense(name: string, api: PublishedApi): CondensedApi {
  const published = new Map(listMethods(api).map((method) => [method.id, method]));
  const methods: Record<string, Method> = {};
  const names = new Set<string>();
  for (const id of USED_METHODS[name] ?? []) {
    const method = published.get(id);
    if (!method) throw new Error(`${name} of revision ${api.revision} has no method ${id}.`);
    methods[id] = {
      httpMethod: method.httpMethod,
      path: `/${api.servicePath}${method.path}`,
      parameters: mapValues(method.parameters ?? {}, (parameter) =>
        pick(parameter, ['type', 'location', 'required', 'repeated', 'enum', 'pattern']),
      ),
      ...(method.request && { request: method.request.$ref }),
      ...(method.response && { response: method.response.$ref }),
    };
    for (const body of [method.request, method.response]) if (body) addSchema(body.$ref, api.schemas, names);
  }
  return {
    source: `googleapiclient/discovery_cache/documents/${name}.json of google-api-python-client`,
    revision: api.revision,
    host: new URL(api.rootUrl).host,
    methods,
    schemas: Object.fromEntries([...names].sort().map((schema) => [schema, condenseSchema(api.schemas[schema]!)])),
  };
}

const listMethods = (resource: PublishedResource): PublishedMethod[] => [
  ...Object.values(resource.methods ?? {}),
  ...Object.values(resource.resources ?? {}).flatMap(listMethods),
];

function addSchema(name: string, schemas: PublishedApi['schemas'], names: Set<string>): void {
  if (names.has(name)) return;
  names.add(name);
  const visit = (schema: Schema): void => {
    if (schema.$ref) addSchema(schema.$ref, schemas, names);
    for (const part of [schema.items, schema.additionalProperties, ...Object.values(schema.properties ?? {})])
      if (part) visit(part);
  };
  visit(schemas[name]!);
}

function condenseSchema(schema: Schema): Schema {
  return {
    ...pick(schema, ['type', '$ref', 'enum', 'format']),
    ...(schema.items && { items: condenseSchema(schema.items) }),
    ...(schema.additionalProperties && { additionalProperties: condenseSchema(schema.additionalProperties) }),
    ...(schema.properties && { properties: mapValues(schema.properties, condenseSchema) }),
  };
}

const mapValues = <T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));

const pick = <T extends object, K extends keyof T>(value: T, keys: readonly K[]): T =>
  Object.fromEntries(keys.filter((key) => value[key] !== undefined).map((key) => [key, value[key]])) as T;
