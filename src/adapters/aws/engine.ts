import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Engine, EngineState, Run } from '../../service/index.ts';
import { mapSdkError } from './errors.ts';
import { readErrorMessage } from './step-errors.ts';

/** `arn:…:stateMachine:NAME` -> `arn:…:execution:NAME:EXECUTION`. */
function executionArn(stateMachineArn: string, execution: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${execution}`;
}

const executionName = ({ id, attempt }: Run): string => (attempt === 1 ? id : `${id}-${attempt}`);

function readState({ status, error, cause }: DescribeExecutionOutput): EngineState {
  switch (status) {
    case 'RUNNING':
    case 'PENDING_REDRIVE':
      return { state: 'running' };
    case 'SUCCEEDED':
      return { state: 'succeeded' };
    case 'ABORTED':
      return { state: 'cancelled' };
    case 'TIMED_OUT':
      return { state: 'failed', reason: 'The analysis ran longer than its state machine allows.' };
    default: {
      const parts = [error, cause && readErrorMessage(cause)].filter(Boolean);
      return { state: 'failed', reason: parts.join(': ') || `The execution ended as ${status} and says no more.` };
    }
  }
}

/** Runs the analyses as executions of a state machine of AWS Step Functions, each named by its id and attempt. */
export function createStepFunctionsEngine({
  client,
  stateMachineArn,
}: {
  client: SFNClient;
  stateMachineArn: string;
}): Engine {
  const arnOf = (run: Run): string => executionArn(stateMachineArn, executionName(run));

  return {
    async start(run) {
      const name = executionName(run);
      const input = JSON.stringify({ id: run.id, attempt: run.attempt });
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name, input }));
        return 'started';
      } catch (cause) {
        // One that runs with the same input answers as if it was started now: this one has ended.
        if (cause instanceof ExecutionAlreadyExists) return 'exists';
        throw mapSdkError(cause, 'start', `the execution ${name}`);
      }
    },

    async stop(run) {
      try {
        await client.send(new StopExecutionCommand({ executionArn: arnOf(run) }));
      } catch (cause) {
        if (cause instanceof ExecutionDoesNotExist) return;
        throw mapSdkError(cause, 'stop', `the execution ${executionName(run)}`);
      }
    },

    async find(run) {
      try {
        return readState(await client.send(new DescribeExecutionCommand({ executionArn: arnOf(run) })));
      } catch (cause) {
        if (cause instanceof ExecutionDoesNotExist) return { state: 'unknown' };
        throw mapSdkError(cause, 'look up', `the execution ${executionName(run)}`);
      }
    },
  };
}
