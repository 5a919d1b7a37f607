import type { ChoiceState, FailState, MapState, State, States, TaskState, Transition } from './definition.ts';
import { refuse } from './errors.ts';
import { constantOf, type Fields, fieldsOf, listOf, numberOf, optionalPathOf, pathOf, textOf } from './fields.ts';
import { isObject } from './json.ts';
import { loadCatchers, loadRetriers } from './load-handlers.ts';

/** Loads the states of a Map's ItemProcessor. */
export type LoadChild = (path: string, fields: Fields) => States;

function loadTransition(path: string, fields: Fields): Transition {
  if ('Next' in fields === 'End' in fields) refuse(path, 'both or neither of Next and End', 'one of them');
  if ('Next' in fields) return textOf(path, fields, 'Next');
  constantOf(path, fields, 'End', true);
  return null;
}

function loadTask(path: string, value: unknown): TaskState {
  const optional = ['TimeoutSeconds', 'ResultPath', 'OutputPath', 'Retry', 'Catch', 'Next', 'End'];
  const fields = fieldsOf(path, value, ['Type', 'Resource', 'Parameters'], optional);
  constantOf(path, fields, 'Resource', 'arn:aws:states:::lambda:invoke');
  const parameters = fieldsOf(`${path}.Parameters`, fields['Parameters'], ['FunctionName', 'Payload.$']);
  return {
    type: 'Task',
    functionName: textOf(`${path}.Parameters`, parameters, 'FunctionName'),
    payload: pathOf(`${path}.Parameters`, parameters, 'Payload.$'),
    timeoutSeconds: numberOf(path, fields, 'TimeoutSeconds', { min: 1 }, null),
    resultPath: optionalPathOf(path, fields, 'ResultPath'),
    outputPath: optionalPathOf(path, fields, 'OutputPath'),
    retriers: loadRetriers(path, fields),
    catchers: loadCatchers(path, fields),
    next: loadTransition(path, fields),
  };
}

function loadChoice(path: string, value: unknown): ChoiceState {
  const fields = fieldsOf(path, value, ['Type', 'Choices', 'Default']);
  const choices = listOf(path, fields, 'Choices').map((choice, i) => {
    const at = `${path}.Choices[${i}]`;
    const rule = fieldsOf(at, choice, ['Variable', 'StringEquals', 'Next']);
    return {
      variable: pathOf(at, rule, 'Variable'),
      equals: textOf(at, rule, 'StringEquals'),
      next: textOf(at, rule, 'Next'),
    };
  });
  return { type: 'Choice', choices, fallback: textOf(path, fields, 'Default') };
}

function loadReader(path: string, value: unknown): Pick<MapState, 'bucket' | 'key'> {
  const fields = fieldsOf(path, value, ['Resource', 'ReaderConfig', 'Parameters']);
  constantOf(path, fields, 'Resource', 'arn:aws:states:::s3:getObject');
  const config = fieldsOf(`${path}.ReaderConfig`, fields['ReaderConfig'], ['InputType']);
  constantOf(`${path}.ReaderConfig`, config, 'InputType', 'JSON');
  const parameters = fieldsOf(`${path}.Parameters`, fields['Parameters'], ['Bucket', 'Key.$']);
  return {
    bucket: textOf(`${path}.Parameters`, parameters, 'Bucket'),
    key: pathOf(`${path}.Parameters`, parameters, 'Key.$'),
  };
}

function loadMap(path: string, value: unknown, loadChild: LoadChild): MapState {
  const required = ['Type', 'Label', 'MaxConcurrencyPath', 'ItemReader', 'ItemProcessor'];
  const fields = fieldsOf(path, value, required, ['ResultPath', 'Retry', 'Catch', 'Next', 'End']);
  const label = textOf(path, fields, 'Label');
  if (!/^[A-Za-z0-9_-]{1,40}$/.test(label)) refuse(`${path}.Label`, label, 'up to 40 letters, digits, - and _');
  const at = `${path}.ItemProcessor`;
  const processor = fieldsOf(at, fields['ItemProcessor'], ['ProcessorConfig', 'StartAt', 'States']);
  const config = fieldsOf(`${at}.ProcessorConfig`, processor['ProcessorConfig'], ['Mode', 'ExecutionType']);
  constantOf(`${at}.ProcessorConfig`, config, 'Mode', 'DISTRIBUTED');
  constantOf(`${at}.ProcessorConfig`, config, 'ExecutionType', 'STANDARD');
  return {
    type: 'Map',
    label,
    maxConcurrency: pathOf(path, fields, 'MaxConcurrencyPath'),
    ...loadReader(`${path}.ItemReader`, fields['ItemReader']),
    child: loadChild(at, processor),
    resultPath: optionalPathOf(path, fields, 'ResultPath'),
    retriers: loadRetriers(path, fields),
    catchers: loadCatchers(path, fields),
    next: loadTransition(path, fields),
  };
}

function loadFail(path: string, value: unknown): FailState {
  const fields = fieldsOf(path, value, ['Type', 'ErrorPath', 'CausePath']);
  return { type: 'Fail', error: pathOf(path, fields, 'ErrorPath'), cause: pathOf(path, fields, 'CausePath') };
}

export function loadState(path: string, value: unknown, loadChild: LoadChild): State {
  const type = isObject(value) ? value['Type'] : undefined;
  switch (type) {
    case 'Task':
      return loadTask(path, value);
    case 'Choice':
      return loadChoice(path, value);
    case 'Map':
      return loadMap(path, value, loadChild);
    case 'Fail':
      return loadFail(path, value);
    case 'Succeed':
      fieldsOf(path, value, ['Type']);
      return { type };
    default:
      return refuse(path, `state of type ${JSON.stringify(type)}`, 'Task, Choice, Map, Fail, Succeed');
  }
}
