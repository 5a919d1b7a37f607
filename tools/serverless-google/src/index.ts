// What plugin.cjs runs, and what a local stack needs of a service's YAML.
export { deploy } from './commands/deploy.ts';
export { deployOne } from './commands/deploy-one.ts';
export { type Host, packageService, readPackages, readService, writeServiceSources } from './commands/host.ts';
export { info } from './commands/info.ts';
export { invoke } from './commands/invoke.ts';
export { logs } from './commands/logs.ts';
export { remove } from './commands/remove.ts';
export { defineSchemas } from './config/framework-schema.ts';
export { type Overrides, parseService, type RawService } from './config/parse.ts';
export type { BucketSettings, FunctionSettings, Service, WorkflowSettings } from './config/service.ts';
export { DeployError } from './errors/deploy-error.ts';
export {
  type FunctionPackage,
  type FunctionSource,
  type PackageRequest,
  packageFunctions,
  writeSources,
} from './package/package-functions.ts';
