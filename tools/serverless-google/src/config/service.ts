import type { Labels } from './labels.ts';
import type { BucketInput, FunctionInput, ProviderInput, RoleInput, WorkflowInput } from './schema.ts';

type Environment = Readonly<Record<string, string>>;

/** A service account of ours. */
export interface Account {
  readonly id: string;
  readonly email: string;
  /** For example `function plan`. */
  readonly purpose: string;
}

export interface BucketSettings extends Omit<BucketInput, 'location'> {
  readonly key: string;
  readonly location: string;
}

export interface StorageTrigger {
  /** Name, not key. */
  readonly bucket: string;
  /** Where the bucket lies: the trigger must lie there too. */
  readonly location: string;
  readonly eventType: string;
  readonly retry: boolean;
}

export interface FunctionSettings
  extends Omit<FunctionInput, 'name' | 'package' | 'events' | 'environment' | 'entryPoint' | 'description'> {
  readonly key: string;
  readonly name: string;
  readonly entryPoint: string;
  readonly description: string;
  readonly environment: Environment;
  readonly account: Account;
  /** Null: answers HTTP. */
  readonly trigger: StorageTrigger | null;
}

export interface WorkflowSettings extends Omit<WorkflowInput, 'name' | 'environment' | 'description'> {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly environment: Readonly<Record<string, string | { readonly urlOf: string }>>;
  readonly account: Account;
}

/** A service as its YAML says it, checked, with every name and default. */
export interface Service {
  readonly service: string;
  readonly stage: string;
  readonly project: string;
  readonly region: string;
  readonly runtime: ProviderInput['runtime'];
  /** Those of the YAML and those that say whose it is. */
  readonly labels: Labels;
  readonly buildEnvironment: Environment;
  readonly esbuild: Readonly<Record<string, unknown>>;
  readonly apiEndpoint: string | undefined;
  readonly buckets: readonly BucketSettings[];
  readonly functions: readonly FunctionSettings[];
  readonly workflows: readonly WorkflowSettings[];
}

export type RoleSettings = RoleInput;

/** All that act: what runs as an account of ours. */
export type Actor = Pick<FunctionSettings | WorkflowSettings, 'key' | 'account' | 'roles'>;

export const actorsOf = ({ functions, workflows }: Pick<Service, 'functions' | 'workflows'>): readonly Actor[] => [
  ...functions,
  ...workflows,
];
