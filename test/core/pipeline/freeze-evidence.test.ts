import test from 'ava';
import { keepShownFreezes } from '../../../src/core/pipeline/freeze-evidence.ts';
import type { Cue } from '../../../src/core/report.ts';
import { tenFps } from '../../helpers/spans.ts';

const cue = (type: Cue['type'], startSeconds: number, endSeconds: number): Cue => ({ type, startSeconds, endSeconds });

const keep = (cues: readonly Cue[], seen: readonly number[], keysOnly: boolean, missing: [number, number][] = []) =>
  keepShownFreezes(
    cues,
    {
      ...{ inFile: 0, analyzed: 0, frameCount: 10 * seen.length, blocks: { firstFrame: 0, blockFrames: 10, seen } },
      missing: missing.map(([startFrame, endFrame]) => ({ startFrame, endFrame })),
    },
    tenFps(10 * seen.length),
    keysOnly,
  );

test('a picture that is held because others are missing is not frozen', (t) => {
  const cues = [cue('freeze', 1, 4), cue('black', 1, 4)];
  t.deepEqual(keep(cues, [10, 1, 0, 0, 10], false), cues, 'nothing is missing: the file holds it');
  t.deepEqual(keep(cues, [10, 1, 0, 0, 10], false, [[10, 40]]), [cues[1]!]);
  t.deepEqual(keep(cues, [10, 1, 0, 0, 10], false, [[30, 40]]), cues);
});

test('one key frame does not make a freeze, several that are the same do', (t) => {
  const cues = [cue('freeze', 0, 5)];
  t.deepEqual(keep(cues, [1, 0, 0, 0, 0], true), []);
  t.deepEqual(keep(cues, [1, 0, 1, 0, 1], true), cues);
  t.deepEqual(keep(cues, [1, 0, 0, 0, 0], false), cues);
});
