import type { ExecutionResource } from './execution.ts';
import { ApiFault } from './fault.ts';

const CONDITION = /^\s*(state|label(?:s\.(?:"([\w-]+)"|([\w-]+)))?)\s*=\s*"([\w-]*)"\s*$/;

/** Which executions a filter takes: `state="ACTIVE"` and `labels."name"="value"`, joined by AND. */
export function parseFilter(filter: string): (execution: ExecutionResource) => boolean {
  if (filter.trim() === '') return () => true;
  const conditions = filter.split(/\sAND\s/).map((text) => {
    const [, field, quoted, plain, value] = CONDITION.exec(text) ?? [];
    if (field === undefined || field === 'label')
      throw new ApiFault(
        'INVALID_ARGUMENT',
        `filter ${text.trim()} is not supported by this local endpoint. Supported: state="..." and labels.name="...", joined by AND`,
      );
    const label = quoted ?? plain;
    return ({ state, labels }: ExecutionResource) => (label === undefined ? state : labels?.[label]) === value;
  });
  return (execution) => conditions.every((takes) => takes(execution));
}
