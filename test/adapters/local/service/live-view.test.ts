import { PassThrough } from 'node:stream';
import test from 'ava';
import { type Analysis, analysisSchema } from '../../../../src/adapters/local/service/answers.ts';
import { createLiveView } from '../../../../src/adapters/local/service/live-view.ts';
import { analysisFields } from '../../../helpers/fake-service.ts';

const analysis = (status: Analysis['status'], chunksDone: number, chunksTotal: number | null): Analysis =>
  analysisSchema.parse(
    analysisFields({ status, progress: { chunksDone, chunksTotal, share: chunksDone / (chunksTotal ?? 1) } }),
  );

function show(isTTY: boolean): string {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 120 });
  const view = createLiveView(stream as unknown as NodeJS.WriteStream);
  for (const state of [
    analysis('queued', 0, null),
    analysis('measuring', 1, 4),
    analysis('measuring', 2, 4),
    analysis('assembling', 4, 4),
  ])
    view.show(state);
  view.stop();
  return String(stream.read());
}

test('without a terminal there is a line for each stage, and none for each question', (t) => {
  t.is(
    show(false),
    'Waiting: not yet cut into chunks (0 %), $0.0123 so far\n' +
      'Measuring: 1 of 4 chunks (25 %), $0.0123 so far\n' +
      'Assembling: 4 of 4 chunks (100 %), $0.0123 so far\n',
  );
});

test('on a terminal there is a bar with the stage, the chunks and the cost, and the cursor comes back', (t) => {
  const text = show(true);
  t.regex(text, /Assembling █{24} 100% \| 4 of 4 chunks \| \$0\.0123 so far/);
  t.true(text.lastIndexOf('\x1b[?25h') > text.lastIndexOf('\x1b[?25l'));
});
