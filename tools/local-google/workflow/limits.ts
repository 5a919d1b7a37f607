/** What Google sets, from https://cloud.google.com/workflows/quotas and the references of the syntax. */
export const LIMITS = {
  sourceBytes: 128 * 1024,
  expressionCharacters: 400,
  assignments: 50,
  conditions: 50,
  /** All variables of an execution together. */
  variableBytes: 512 * 1024,
  argumentBytes: 32 * 1024,
  responseBytes: 2 * 1024 * 1024,
  stepsPerExecution: 100_000,
  callDepth: 20,
  /** Iterations of an execution that run at once; further ones wait. */
  iterationConcurrency: 20,
  httpTimeoutSeconds: 1800,
  connectorTimeoutSeconds: 31_536_000,
} as const;
