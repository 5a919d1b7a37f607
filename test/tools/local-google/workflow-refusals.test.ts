// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of Workflows are written so.
import test from 'ava';
import { loadWorkflow } from '../../../tools/local-google/workflow/index.ts';
import { SOURCE } from './workflows.ts';

const steps = (text: string, others = ''): string =>
  `main:\n  params: [a]\n  steps:\n${text.replace(/^/gm, '    ')}\n${others}`;

const nothing = '- nothing:\n    assign:\n      - x: 1';
const looped = (inner: string, fields = ''): string =>
  `- all:\n    parallel:\n${fields.replace(/^(?=.)/gm, '      ')}      for:\n        value: n\n        range: [0, 1]\n        steps:\n${inner.replace(/^/gm, '          ')}`;
const retry = (fields: string): string =>
  `- risk:\n    try:\n      call: sys.sleep\n      args:\n        seconds: 1\n    retry:\n${fields.replace(/^/gm, '      ')}`;
const BACKOFF = 'backoff:\n  initial_delay: 1\n  max_delay: 2\n  multiplier: 2';
const predicate = 'yes:\n  params: [e]\n  steps:\n    - answer:\n        return: true\n';

const refused: [what: string, source: string, message: RegExp][] = [
  ['no YAML', 'main: [', /the source/],
  ['a second key of that name', 'main:\n  steps: []\nmain:\n  steps: []', /the source: Map keys must be unique/],
  ['an alias', steps('- one: &step\n    return: 1\n- two: *step'), /alias \*step/],
  ['no main', 'other:\n  steps: []', /there is no main/],
  ['a main of two parameters', 'main:\n  params: [a, b]\n  steps:\n    - x:\n        return: 1', /one parameter/],
  [
    'a parameter with a default',
    steps('- x:\n    return: 1', 'sub:\n  params: [{b: 1}]\n  steps:\n    - y:\n        return: 1'),
    /sub\.params/,
  ],
  ['no steps', 'main:\n  steps: []', /main\.steps: \[\]/],
  ['a step of two kinds', steps('- x:\n    return: 1\n    raise: a'), /main\.steps\.x: a step with return, raise/],
  ['a step of an unknown kind', steps('- x:\n    fly: 1'), /main\.steps\.x.*Supported: assign, call/],
  ['an unknown field', steps('- x:\n    return: 1\n    colour: red'), /main\.steps\.x: field colour/],
  ['two steps of one name', steps(`${nothing}\n${nothing}`), /nothing: a second step/],
  [
    'a loop that is not parallel',
    steps('- x:\n    for:\n      value: n\n      range: [0, 1]\n      steps: []'),
    /a step with for/,
  ],
  ['branches', steps('- x:\n    parallel:\n      branches: []'), /parallel: field branches/],
  ['a loop over a list', steps(looped(nothing).replace('range: [0, 1]', 'in: [0, 1]')), /for: field in/],
  ['another policy', steps(looped(nothing, 'exception_policy: unhandled\n')), /exception_policy "unhandled"/],
  ['parallel in parallel', steps(looped(looped(nothing).replace('all', 'inner'))), /a parallel step in another/],
  ['return in parallel', steps(looped('- out:\n    return: 1')), /return in a parallel step/],
  [
    'a jump to another list',
    steps(
      `${nothing}\n- x:\n    switch:\n      - condition: true\n        steps:\n          - y:\n              assign:\n                - z: 1\n              next: nothing`,
    ),
    /next: nothing/,
  ],
  ['next: end', steps(`${nothing}\n    next: end`), /next: end/],
  ['a condition that does nothing', steps('- x:\n    switch:\n      - condition: true'), /switch\[0\]/],
  ['raise as a consequence', steps('- x:\n    switch:\n      - condition: true\n        raise: a'), /field raise/],
  ['51 assignments', steps(`- x:\n    assign:\n${'      - y: 1\n'.repeat(51)}`), /51 entries/],
  [
    'an unknown call',
    steps('- x:\n    call: http.get\n    args:\n      url: a'),
    /call "http.get".*Supported: http\.post/,
  ],
  ['an unknown connector', steps('- x:\n    call: googleapis.run.v2.projects.locations.list'), /call "googleapis\.run/],
  [
    'an unknown argument',
    steps('- x:\n    call: http.post\n    args:\n      url: a\n      body: b\n      query: c'),
    /args: field query/,
  ],
  [
    'an access token',
    steps(
      '- x:\n    call: http.post\n    args:\n      url: a\n      body: b\n      auth:\n        type: OAuth2\n        audience: c',
    ),
    /OAuth2/,
  ],
  [
    'a time-out over 30 minutes',
    steps('- x:\n    call: http.post\n    args:\n      url: a\n      body: b\n      timeout: 1801'),
    /timeout: 1801/,
  ],
  ['a missing argument', steps('- x:\n    call: yes', predicate), /field e is missing/],
  [
    'try without a handler',
    steps('- x:\n    try:\n      call: sys.sleep\n      args:\n        seconds: 1'),
    /neither retry nor except/,
  ],
  ['an unknown predicate', steps(retry(`predicate: \${http.default_retry}\nmax_retries: 1\n${BACKOFF}`)), /predicate/],
  ['no backoff', steps(retry('predicate: ${yes}\nmax_retries: 1'), predicate), /field backoff is missing/],
  ['negative retries', steps(retry(`predicate: \${yes}\nmax_retries: -1\n${BACKOFF}`), predicate), /max_retries: -1/],
  [
    'an unknown function',
    steps('- x:\n    return: ${text.split(a, ",")}'),
    /function text\.split.*Supported: int, len, map/,
  ],
  ['too many arguments', steps('- x:\n    return: ${len(a, a)}'), /len with 2 arguments/],
  ['an operator of JavaScript', steps('- x:\n    return: ${a === 1}'), /operator ===/],
  ['a negation of JavaScript', steps('- x:\n    return: ${!a}'), /operator !/],
  ['a conditional', steps('- x:\n    return: "${a ? 1 : 2}"'), /ConditionalExpression/],
  ['an expression that cannot be read', steps('- x:\n    return: ${a +}'), /cannot be read/],
  ['text around an expression', steps('- x:\n    return: "hello ${a}"'), /hello/],
  ['two expressions', steps('- x:\n    return: "${a}${a}"'), /one expression as a whole/],
  ['an expression of 401 characters', steps(`- x:\n    return: \${"${'x'.repeat(399)}"}`), /401 characters/],
  ['an assignment to a part', steps('- x:\n    assign:\n      - a.b: 1'), /a\.b/],
  ['a word of the language as a name', steps('- x:\n    assign:\n      - not: 1'), /"not"/],
  ['a source of 128 KB', `${SOURCE}\n#${'x'.repeat(128 * 1024)}`, /bytes/],
];
for (const [what, source, message] of refused)
  test(`refuses ${what}`, (t) => {
    t.throws(() => loadWorkflow(source), { name: 'ReelsightError', message });
    t.throws(() => loadWorkflow(source), { message: /cannot run here: .*Supported: /s });
  });

test('the forms that the refusals leave are taken', (t) => {
  for (const source of [
    steps(nothing),
    steps(looped(nothing)),
    steps(retry(`predicate: \${yes}\nmax_retries: 1\n${BACKOFF}`), predicate),
  ])
    t.notThrows(() => loadWorkflow(source));
});

test('the source keeps to what was written for Google: names, lengths and sizes', (t) => {
  const { routines } = loadWorkflow(SOURCE);
  t.true(routines.has('main'));
  t.true(Buffer.byteLength(SOURCE) < 32 * 1024);
});
