import { type Document, isAlias, parseDocument, visit } from 'yaml';
import type { Routine, Workflow } from './definition.ts';
import { refuse } from './errors.ts';
import { fieldsOf, nameOf } from './fields.ts';
import { isObject } from './json.ts';
import { LIMITS } from './limits.ts';
import { loadSteps } from './load-steps.ts';

function parse(source: string): unknown {
  const sizeBytes = Buffer.byteLength(source);
  if (sizeBytes > LIMITS.sourceBytes) refuse('the source', `${sizeBytes} bytes`, `${LIMITS.sourceBytes} at most`);
  const document: Document = parseDocument(source, { uniqueKeys: true });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) refuse('the source', problem.message, 'YAML');
  visit(document, (_, node) => {
    if (isAlias(node)) refuse('the source', `the alias *${node.source}`, 'YAML without aliases');
  });
  return document.toJS();
}

function paramsOf(name: string, value: unknown): readonly string[] {
  const { params = [] } = fieldsOf(name, value, ['steps'], ['params']);
  if (!Array.isArray(params)) return refuse(`${name}.params`, JSON.stringify(params), 'a list of names');
  return params.map((param) => nameOf(`${name}.params`, param));
}

/**
 * Loads the source of a workflow of Google Workflows. Errors: kind `unsupported`, naming the step, for whatever this
 * interpreter does not do as Google does.
 */
export function loadWorkflow(source: string): Workflow {
  const root = parse(source);
  if (!isObject(root) || !Object.hasOwn(root, 'main'))
    return refuse('the source', 'there is no main', 'a map of main and its subworkflows');
  const params = new Map(Object.entries(root).map(([name, value]) => [nameOf(name, name), paramsOf(name, value)]));
  if (params.get('main')!.length > 1) refuse('main.params', params.get('main')!.join(', '), 'one parameter at most');
  const routines = Object.entries(root).map(([name, value]): [string, Routine] => {
    const context = { params, stepNames: new Set<string>(), inParallel: false, loadSteps };
    const { steps } = value as { readonly steps: unknown };
    return [name, { name, params: params.get(name)!, steps: loadSteps(`${name}.steps`, steps, context) }];
  });
  return { routines: new Map(routines) };
}
