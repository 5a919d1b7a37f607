import type { Capacity } from '../../service/index.ts';

/** 20 child executions of the workflow, each with the 20 iterations that Google runs at once. */
export const MAX_WORKERS = 400;

/**
 * How many workers may run at once: the deployment's limit. Google tells no function how much of the project's quota is
 * left; who finds no free instance is turned away with 429, and the workflow is patient.
 */
export const findCapacity = async (limit: number): Promise<Capacity> => ({
  workers: Math.min(limit, MAX_WORKERS),
  note: null,
});
