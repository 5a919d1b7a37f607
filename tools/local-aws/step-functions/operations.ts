import { randomUUID } from 'node:crypto';
import type { Execution, Executions } from './executions.ts';

/** A refusal in the words of AWS. */
export class StepFunctionsError extends Error {
  override readonly name = 'StepFunctionsError';
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

type Fields = Readonly<Record<string, string>>;

/** Answers one request: what goes into the body, as JSON. */
export type Operation = (body: unknown) => Promise<object>;

const MAX_INPUT_BYTES = 256 * 1024;
// biome-ignore lint/suspicious/noControlCharactersInRegex: AWS lists them among what a name must not hold.
const FORBIDDEN_IN_NAME = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/;

/** The request's fields, strings all of them; one that is not known here would be ignored, so it is refused. */
function fieldsOf(body: unknown, required: readonly string[], optional: readonly string[] = []): Fields {
  const invalid = (message: string): never => {
    throw new StepFunctionsError('ValidationException', message);
  };
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return invalid('the body must be an object');
  for (const [name, value] of Object.entries(body)) {
    if (![...required, ...optional].includes(name)) invalid(`field ${name} is not supported by this local endpoint`);
    if (typeof value !== 'string') invalid(`field ${name} must be a string`);
  }
  for (const name of required) if (!(name in body)) invalid(`field ${name} is missing`);
  return body as Fields;
}

const toEpochSeconds = (date: Date): number => date.getTime() / 1000;

function describe({ arn, startedAt, stoppedAt, output, ...execution }: Execution, stateMachineArn: string): object {
  return {
    ...execution,
    executionArn: arn,
    stateMachineArn,
    startDate: toEpochSeconds(startedAt),
    ...(stoppedAt && { stopDate: toEpochSeconds(stoppedAt) }),
    inputDetails: { included: true },
    ...(output !== undefined && { output: JSON.stringify(output), outputDetails: { included: true } }),
    redriveCount: 0,
    redriveStatus: 'NOT_REDRIVABLE',
  };
}

function checkInput(input: string): void {
  try {
    JSON.parse(input);
  } catch {
    throw new StepFunctionsError('InvalidExecutionInput', 'The input is not JSON');
  }
  const sizeBytes = Buffer.byteLength(input);
  if (sizeBytes > MAX_INPUT_BYTES)
    throw new StepFunctionsError('InvalidExecutionInput', `The input has ${sizeBytes} of ${MAX_INPUT_BYTES} bytes`);
}

/** The operations that are there, by their names in X-Amz-Target. */
export function createOperations(executions: Executions, stateMachineArn: string): Readonly<Record<string, Operation>> {
  const find = (arn: string): Execution => {
    const execution = executions.find(arn);
    if (!execution) throw new StepFunctionsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return execution;
  };

  return {
    async 'AWSStepFunctions.StartExecution'(body) {
      const fields = fieldsOf(body, ['stateMachineArn'], ['name', 'input']);
      const { name = randomUUID(), input = '{}' } = fields;
      if (fields['stateMachineArn'] !== stateMachineArn)
        throw new StepFunctionsError(
          'StateMachineDoesNotExist',
          `State Machine Does Not Exist: '${fields['stateMachineArn']}'. This endpoint has '${stateMachineArn}'`,
        );
      if (name === '' || name.length > 80 || FORBIDDEN_IN_NAME.test(name))
        throw new StepFunctionsError('InvalidName', `Invalid Name: '${name}'`);
      checkInput(input);
      const arn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
      const known = executions.find(arn);
      // The same again is harmless while it runs; a name that has ended stays taken.
      if (known && (known.status !== 'RUNNING' || known.input !== input))
        throw new StepFunctionsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
      const { startedAt } = known ?? executions.start(arn, name, input);
      return { executionArn: arn, startDate: toEpochSeconds(startedAt) };
    },

    async 'AWSStepFunctions.DescribeExecution'(body) {
      return describe(find(fieldsOf(body, ['executionArn'])['executionArn']!), stateMachineArn);
    },

    async 'AWSStepFunctions.StopExecution'(body) {
      const { executionArn, error, cause } = fieldsOf(body, ['executionArn'], ['error', 'cause']);
      find(executionArn!);
      await executions.stop(executionArn!, error, cause);
      return { stopDate: toEpochSeconds(find(executionArn!).stoppedAt!) };
    },
  };
}
