import type { Billing } from '../../service/index.ts';
import type { AwsEnvironment } from './environment.ts';

/**
 * US dollars, region us-east-1, without free tier. Sources: aws.amazon.com/lambda/pricing (a GB-second, a request),
 * aws.amazon.com/step-functions/pricing (a transition of a standard workflow), aws.amazon.com/s3/pricing.
 */
const PRICES = {
  gbSecond: { x86_64: 0.0000166667, arm64: 0.0000133334 },
  functionCall: 0.2 / 1_000_000,
  transition: 0.025 / 1_000,
  put: 0.005 / 1_000,
  get: 0.0004 / 1_000,
} as const;

/** Transitions of the state machine for a step, at most: its task, and its share of the states around it. */
const TRANSITIONS_A_STEP = 2;
/**
 * A worker writes signals, samples, its record and its usage; it reads the plan, the request and parts of the video.
 */
const PUTS_A_STEP = 4;
const GETS_A_STEP = 12;

/** What a step costs on AWS: its memory for its time, and its share of requests and transitions. */
export const createBilling = ({
  REELSIGHT_ARCHITECTURE: architecture,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: memoryMb,
}: Pick<AwsEnvironment, 'REELSIGHT_ARCHITECTURE' | 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE'>): Billing => ({
  memoryMb,
  priceOf: ({ gbSeconds, steps }) =>
    gbSeconds * PRICES.gbSecond[architecture] +
    steps *
      (PRICES.functionCall +
        TRANSITIONS_A_STEP * PRICES.transition +
        PUTS_A_STEP * PRICES.put +
        GETS_A_STEP * PRICES.get),
});
