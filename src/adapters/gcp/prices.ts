import type { Billing } from '../../service/index.ts';
import type { GcpEnvironment } from './environment.ts';

/**
 * US dollars, a region of tier 1, without free tier. Sources: cloud.google.com/run/pricing (request-based billing),
 * cloud.google.com/workflows/pricing (an internal step), cloud.google.com/storage/pricing (Standard, single region).
 */
export const PRICES = {
  vcpuSecond: 0.000024,
  gibSecond: 0.0000025,
  request: 0.4 / 1_000_000,
  workflowStep: 0.01 / 1_000,
  classA: 0.005 / 1_000,
  classB: 0.0004 / 1_000,
} as const;

/** Every step's function has a processor for each 2 GiB: so its GiB-seconds tell its vCPU-seconds. */
export const VCPU_PER_GIB = 0.5;

/** Steps of the workflow for one of ours: about so many entries of workflow.yml around a chunk. */
const WORKFLOW_STEPS_A_STEP = 14;
/**
 * A worker writes signals, samples, its record and its usage; it reads the plan, the request and parts of the video.
 */
const WRITES_A_STEP = 4;
const READS_A_STEP = 12;
/** The step's own, and one of the function that hears of every new object in the bucket. */
const REQUESTS_A_STEP = 1 + WRITES_A_STEP;

/** What a step costs on Google Cloud: its memory and processors for its time, and its share of requests and steps. */
export const createBilling = ({
  REELSIGHT_MEMORY_GIB: memoryGib,
}: Pick<GcpEnvironment, 'REELSIGHT_MEMORY_GIB'>): Billing => ({
  memoryMb: memoryGib * 1024,
  priceOf: ({ gbSeconds, steps }) =>
    gbSeconds * (PRICES.gibSecond + VCPU_PER_GIB * PRICES.vcpuSecond) +
    steps *
      (REQUESTS_A_STEP * PRICES.request +
        WORKFLOW_STEPS_A_STEP * PRICES.workflowStep +
        WRITES_A_STEP * PRICES.classA +
        READS_A_STEP * PRICES.classB),
});
