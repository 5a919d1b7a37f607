// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of Workflows are written so.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import type { HttpAnswer, Json } from '../../../tools/local-google/workflow/index.ts';
import { createWorld, run } from './workflows.ts';

/** A workflow that returns an expression of its argument. */
const returning = (expression: string): string => `main:
  params: [a]
  steps:
    - answer:
        return: \${${expression}}
`;

async function evaluate(t: ExecutionContext, expression: string, argument: Json = null): Promise<Json> {
  const ended = await run(returning(expression), argument, { variables: { NAME: 'value' } });
  if (ended.state === 'SUCCEEDED') return ended.result;
  t.is(ended.state, 'FAILED');
  return (ended as { payload: Json }).payload;
}

const expressions: [string, Json, Json?][] = [
  ['1 + 2 * 3', 7],
  ['"a" + "b"', 'ab'],
  ['7 // 2', 3],
  ['-7 // 2', -4],
  ['7 % 4', 3],
  ['(a.count - a.lane + a.lanes - 1) // a.lanes', 3, { count: 10, lane: 1, lanes: 3 }],
  ['a[1].b', 2, [0, { b: 2 }]],
  ['a["b"]', 2, { b: 2 }],
  ['"b" in a', true, { b: null }],
  ['"c" in a', false, { b: 1 }],
  ['404 in [408, 500]', false],
  ['a == null', true],
  ['a != 429', true],
  ['a == [1, "b"]', true, [1, 'b']],
  ['1 < 2 and not(2 <= 1)', true],
  ['1 > 2 or 2 >= 2', true],
  ['len(a)', 2, ['x', 'y']],
  ['len("añ")', 2],
  ['map.get(a, "none")', null, {}],
  ['math.min(3, 2)', 2],
  ['int("12") + int(1.9)', 13],
  ['sys.get_env("NAME")', 'value'],
  ['[a, a + 1]', [1, 2], 1],
];
for (const [expression, expected, argument] of expressions)
  test(`\${${expression}}`, async (t) => t.deepEqual(await evaluate(t, expression, argument ?? null), expected));

const errors: [string, string, Json?][] = [
  ['b', 'KeyError'],
  ['a.b', 'KeyError', {}],
  ['a[3]', 'IndexError', [1]],
  ['a["x"]', 'TypeError', [1]],
  ['a.b', 'TypeError', 'text'],
  ['1 + "a"', 'TypeError'],
  ['1 // 0', 'ZeroDivisionError'],
  ['1.5 % 2', 'TypeError'],
  ['"transient" in a', 'TypeError', 'text'],
  ['a and true', 'TypeError', 1],
  // Anyone who relies on the second side being spared learns it here.
  ['false and a.b', 'KeyError', {}],
  ['len(a)', 'TypeError', 1],
  ['int(a)', 'ValueError', 'x'],
  ['map.get(a, "b")', 'TypeError'],
  ['sys.get_env("OTHER")', 'KeyError'],
];
for (const [expression, tag, argument] of errors)
  test(`\${${expression}} of ${JSON.stringify(argument ?? null)} is a ${tag}`, async (t) => {
    t.like(await evaluate(t, expression, argument ?? null), { tags: [tag] });
  });

test('sys.now is the time, with fractions', async (t) => {
  const now = (await evaluate(t, 'sys.now()')) as number;
  t.true(Math.abs(now - Date.now() / 1000) < 5);
  t.not(now, Math.trunc(now));
});

test('an error that nobody catches tells the step', async (t) => {
  const source = `main:
  steps:
    - ask:
        call: fails
fails:
  steps:
    - refuse:
        raise:
          code: 7
          message: no luck
`;
  t.deepEqual(await run(source, null), {
    state: 'FAILED',
    payload: { code: 7, message: 'no luck' },
    context: 'no luck\nin step "refuse", routine "fails"',
    origin: { routine: 'fails', step: 'refuse' },
  });
});

test('a parallel step may write what it shares', async (t) => {
  const source = `main:
  steps:
    - begin:
        assign:
          - sum: 0
    - count:
        parallel:
          shared: [sum]
          concurrency_limit: 3
          for:
            value: n
            range: [1, 10]
            steps:
              - own:
                  assign:
                    - twice: \${n * 2}
              - add:
                  assign:
                    - sum: \${sum + twice}
    - answer:
        return: \${sum}
`;
  t.like(await run(source, null), { state: 'SUCCEEDED', result: 110 });
  const unshared = await run(source.replace('shared: [sum]', 'exception_policy: continueAll'), null);
  t.like(unshared, { state: 'FAILED' });
  t.regex((unshared as { context: string }).context, /Variable sum is written .* shared/);
  // What an iteration declares is gone behind it.
  t.like(await run(source.replace('return: ${sum}', 'return: ${twice}'), null), { payload: { tags: ['KeyError'] } });
});

test('iterations that fail do not stop the others, and fail the step together', async (t) => {
  const source = `main:
  steps:
    - all:
        parallel:
          for:
            value: n
            range: [0, 3]
            steps:
              - odd:
                  switch:
                    - condition: \${n % 2 == 1}
                      steps:
                        - refuse:
                            raise:
                              message: odd
                              tags: [Odd]
`;
  const ended = await run(source, null);
  t.like(ended, {
    state: 'FAILED',
    payload: { tags: ['UnhandledBranchError', 'RuntimeError', 'Odd'], truncated: false },
  });
  const { branches } = (ended as unknown as { payload: { branches: { id: string }[] } }).payload;
  t.deepEqual(
    branches.map(({ id }) => id),
    ['1', '3'],
  );
});

for (const limit of ['0', '-1', '1.5', '"three"'])
  test(`a concurrency limit of ${limit} is an error`, async (t) => {
    const source = `main:
  steps:
    - all:
        parallel:
          concurrency_limit: ${limit}
          for:
            value: n
            range: [0, 1]
            steps:
              - nothing:
                  assign:
                    - m: 1
`;
    t.like(await run(source, null), { payload: { tags: ['ValueError'] } });
  });

test('a parallel step that runs inside of another by way of a call is refused', async (t) => {
  const loop = (call: string) => `
    - all:
        parallel:
          for:
            value: n
            range: [0, 1]
            steps:
              - inner:
                  ${call}
`;
  const source = `main:\n  steps:${loop('call: sub')}sub:\n  steps:${loop('assign: [{m: 1}]')}`;
  const ended = await run(source, null);
  t.regex((ended as { context: string }).context, /inside of another/);
});

test('what except is given lives only there, and what it writes outside stays', async (t) => {
  const source = (answer: string) => `main:
  steps:
    - begin:
        assign:
          - seen: ""
    - attempt:
        try:
          steps:
            - refuse:
                raise: a word
        except:
          as: e
          steps:
            - note:
                assign:
                  - seen: \${e}
    - answer:
        return: \${${answer}}
`;
  t.like(await run(source('seen'), null), { result: 'a word' });
  t.like(await run(source('e'), null), { payload: { tags: ['KeyError'] } });
});

test('variables have half a megabyte together', async (t) => {
  const text = 'x'.repeat(200_000);
  const source = (copies: number) => `main:
  params: [text]
  steps:
    - copy:
        assign:
${Array.from({ length: copies }, (_, i) => `          - copy${i}: \${text}\n`).join('')}    - answer:
        return: ok
`;
  t.like(await run(source(1), text), { state: 'SUCCEEDED' });
  t.like(await run(source(2), text), { payload: { tags: ['ResourceLimitError'] } });
});

test('a loop without an end meets the limit of steps, and one of calls that of depth', async (t) => {
  const loop = 'main:\n  steps:\n    - again:\n        assign:\n          - n: 1\n        next: again\n';
  const ended = await run(loop, null, { world: { ...createWorld(), events: [] } }, { onEvent: () => {} });
  t.like(ended, { payload: { tags: ['ResourceLimitError'] } });
  const dive = 'main:\n  steps:\n    - go:\n        call: dive\ndive:\n  steps:\n    - deeper:\n        call: dive\n';
  t.like(await run(dive, null), { payload: { tags: ['RecursionError'] } });
});

const CALL = `main:
  params: [url]
  steps:
    - ask:
        call: http.post
        args:
          url: \${url}
          body: {n: 1}
          timeout: 0.2
        result: answer
    - tell:
        return: \${answer}
`;

async function serve(t: ExecutionContext, status: number, type: string, body: string | null): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    if (body === null) return;
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test('an answer is read as its content type says', async (t) => {
  const json = await serve(t, 200, 'application/json; charset=utf-8', '{"a":[1]}');
  t.like(await run(CALL.replace('0.2', '5'), json), { result: { code: 200, body: { a: [1] } } });
  const text = await serve(t, 200, 'text/plain', '{"a":[1]}');
  t.like(await run(CALL.replace('0.2', '5'), text), { result: { code: 200, body: '{"a":[1]}' } });
});

test('an error of HTTP carries code, message, body, headers and tags', async (t) => {
  const url = await serve(t, 422, 'application/json', '{"kind":"input"}');
  const ended = await run(CALL.replace('0.2', '5'), url);
  t.like(ended, {
    payload: {
      ...{ code: 422, message: 'HTTP server responded with error code 422', tags: ['HttpError'] },
      ...{ body: { kind: 'input' }, headers: { 'content-type': 'application/json' } },
    },
  });
});

test('an answer that does not come is a TimeoutError', async (t) => {
  const url = await serve(t, 200, 'text/plain', null);
  t.like(await run(CALL.replace('0.2', '${0.2}'), url), { payload: { tags: ['TimeoutError'] } });
});

test('an answer of more than two megabytes is too much', async (t) => {
  const send = async (): Promise<HttpAnswer> => ({ code: 200, headers: {}, body: new Uint8Array(2 * 1024 * 1024 + 1) });
  const world = createWorld({ send });
  t.like(await run(CALL.replace('0.2', '5'), 'http://x/', { world }), { payload: { tags: ['ResourceLimitError'] } });
});

test('a token that cannot be had is an AuthError', async (t) => {
  const source = CALL.replace('0.2', '5\n          auth:\n            type: OIDC\n            audience: ${url}');
  const world = createWorld({ identityToken: () => Promise.reject(new Error('no account')) });
  t.like(await run(source, 'http://x/', { world }), { payload: { message: 'no account', tags: ['AuthError'] } });
});
