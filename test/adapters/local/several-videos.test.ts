import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { reportSchema } from '../../../src/core/index.ts';
import { makeFolder, testFfmpeg, writeClip } from '../../helpers/clips.ts';
import { runReelsight } from '../../helpers/command-line.ts';

const folder = await makeFolder();
test.after.always(() => folder.remove());
mkdirSync(join(folder.path, 'other'));
const clip = await writeClip(await testFfmpeg(), join(folder.path, 'clip.mp4'), {
  parts: [['testsrc2', 1]],
  outputOptions: ['-c:v', 'libx264', '-preset', 'ultrafast'],
});
const same = join(folder.path, 'other/clip.mp4');
copyFileSync(clip, same);
const bad = join(folder.path, 'bad.mp4');
writeFileSync(bad, readFileSync(clip).subarray(0, 40));
const missing = join(folder.path, 'missing.mp4');

test('several videos are analysed into folders of their own, one failing without the others', async (t) => {
  const out = join(folder.path, 'reports');
  const run = await runReelsight(['analyze', clip, bad, missing, same, '--out', out, '--json']);
  t.is(run.status, 2, run.stderr);
  t.deepEqual(readdirSync(out).sort(), ['clip.mp4-2.reelsight', 'clip.mp4.reelsight']);
  for (const name of readdirSync(out))
    t.is(reportSchema.parse(JSON.parse(readFileSync(join(out, name, 'report.json'), 'utf8'))).video.name, 'clip.mp4');
  const answers = JSON.parse(run.stdout) as { video: string; result?: unknown; error?: { kind: string } }[];
  t.deepEqual(
    answers.map(({ video, result, error }) => [video, result !== undefined, error?.kind]),
    [
      [clip, true, undefined],
      [bad, false, 'input'],
      [missing, false, 'not-found'],
      [same, true, undefined],
    ],
  );
  t.regex(run.stderr, /Video 2 of 4: .*bad\.mp4/);
  t.regex(run.stderr, /2 of 4 videos failed:\n.*bad\.mp4": .*\n.*missing\.mp4": .*\n$/);
});

test('split and thumbnails take several videos too', async (t) => {
  const [pictures, segments] = [join(folder.path, 'pictures'), join(folder.path, 'segments')];
  const taken = await runReelsight(['thumbnails', clip, bad, same, '--every', '0.5', '--out', pictures]);
  t.is(taken.status, 2, taken.stderr);
  t.deepEqual(readdirSync(pictures).sort(), ['clip.mp4-2.thumbnails', 'clip.mp4.thumbnails']);
  const cut = await runReelsight(['split', bad, clip, missing, '--out', segments]);
  t.is(cut.status, 2, cut.stderr);
  t.deepEqual(readdirSync(segments), ['clip.mp4.segments']);
  const refused = await runReelsight(['split', clip, same, '--report', join(folder.path, 'report.json')]);
  t.is(refused.status, 2);
  t.regex(refused.stderr, /--report is the report of one video/);
});

test('where all fail nothing is left', async (t) => {
  const out = join(folder.path, 'none');
  const run = await runReelsight(['analyze', bad, missing, '--out', out]);
  t.is(run.status, 2);
  t.false(readdirSync(folder.path).includes('none'));
});
