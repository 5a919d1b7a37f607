import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import test from 'ava';
import { type Report, reportSchema } from '../../../src/core/index.ts';
import { makeFolder, testFfmpeg, writeClip } from '../../helpers/clips.ts';
import { runReelsight } from '../../helpers/command-line.ts';
import { writeKerasFile } from '../../helpers/keras-file.ts';
import { CLASSES, describeWeights, FEATURES } from '../../helpers/keras-inception.ts';
import { makeModelCache } from '../../helpers/model-cache.ts';

const folder = await makeFolder();
const clip = await writeClip(await testFfmpeg(), join(folder.path, 'clip.mp4'), {
  parts: [['testsrc2', 1]],
  sound: null,
  outputOptions: ['-c:v', 'libx264'],
});
test.after.always(() => folder.remove());

test.serial('weights that are missing are told before anything is built, with what to do', async (t) => {
  const cache = join(folder.path, 'empty');
  const out = join(folder.path, 'none');
  const args = ['analyze', clip, '--out', out, '--extra-model', 'imagenet'];
  const { status, stdout, stderr } = await runReelsight(args, { env: { REELSIGHT_CACHE: cache } });
  t.is(status, 2);
  t.is(stdout, '');
  t.regex(stderr, /weights of imagenet are not on this machine.*`reelsight models pull imagenet`/s);
  t.notRegex(stderr, /Building/);
  t.false(existsSync(cache));
  t.false(existsSync(out));
});

test.serial('--extra-model adds networks to the default one, whose answers stay', async (t) => {
  const ESPRESSO = 967;
  const weights = join(folder.path, 'weights.h5');
  // A classifier that is sure of one class whatever it sees: e^10 / (e^10 + 999) = 0.957.
  const bias = new Float32Array(CLASSES);
  bias[ESPRESSO] = 10;
  const kernel = { shape: [FEATURES, CLASSES], values: new Float32Array(FEATURES * CLASSES) };
  await writeKerasFile(weights, await describeWeights({ kernel, bias: { shape: [CLASSES], values: bias } }));
  const hash = createHash('md5');
  await pipeline(createReadStream(weights), hash);
  const options = { env: { REELSIGHT_CACHE: await makeModelCache(join(folder.path, 'cache')) } };
  const pull = ['models', 'pull', 'imagenet', '--from', weights, '--md5', hash.digest('hex')];
  const pulled = await runReelsight(pull, options);
  t.is(pulled.status, 0, pulled.stderr);

  const analyze = async (name: string, args: readonly string[]): Promise<Report> => {
    const out = join(folder.path, name);
    const { status, stderr } = await runReelsight(
      ['analyze', clip, '--out', out, '--format', 'json', '--sample-fps', '1', ...args],
      options,
    );
    t.is(status, 0, stderr);
    return reportSchema.parse(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')));
  };
  const alone = await analyze('alone', []);
  t.deepEqual(
    alone.models.map(({ name }) => name),
    ['safety'],
  );
  const both = await analyze('both', ['--extra-model', 'imagenet', '--extra-model', 'safety,imagenet']);
  t.deepEqual(
    both.models.map(({ name }) => name),
    ['safety', 'imagenet'],
  );
  t.deepEqual(
    both.labels.filter(({ taxonomy }) => taxonomy === 'imagenet').map(({ name, confidence }) => [name, confidence]),
    [['espresso', 0.9566]],
  );
  t.deepEqual(
    both.labels.filter(({ taxonomy }) => taxonomy !== 'imagenet'),
    alone.labels,
  );
  t.deepEqual(both.brandSafety, alone.brandSafety);
});
