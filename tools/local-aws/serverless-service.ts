import { z } from 'zod';

/** What the local stack reads of the resolved serverless.aws.yml, and writes: the functions' environment. */
export interface ServerlessService {
  readonly serviceDir: string;
  readonly service: {
    readonly provider: { readonly region: string; environment?: Record<string, unknown> };
    readonly custom: Record<string, unknown>;
    readonly functions: Record<string, { name: string; role?: string; environment?: Record<string, unknown> }>;
    readonly resources: unknown;
  };
}

export const templateSchema = z.object({ Resources: z.record(z.string(), z.unknown()) });

const machinesSchema = z.object({
  stepFunctions: z.object({
    stateMachines: z.record(z.string(), z.object({ name: z.string(), definition: z.unknown() })),
  }),
});

/** The one state machine of the deployment. Errors: a ZodError when the configuration has none. */
export function machineOf(config: unknown): { name: string; definition: unknown } {
  const [machine] = Object.values(machinesSchema.parse(config).stepFunctions.stateMachines);
  return machine!;
}

/** CloudFormation's name for a function, as the framework makes it: analyzeChunk -> AnalyzeChunkLambdaFunction. */
export const logicalIdOf = (functionKey: string): string =>
  `${functionKey[0]!.toUpperCase()}${functionKey.slice(1)}LambdaFunction`;
