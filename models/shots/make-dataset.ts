/**
 * Makes synthetic videos with known transitions and measures them.
 *
 *   npx tsx models/shots/make-dataset.ts CLIPS STILLS OUT FIRST_SEED COUNT [NAMES]
 *
 * CLIPS and STILLS: folders of videos and of pictures, searched with their subfolders. NAMES: a regular expression; clips
 * whose path it does not match are left out. For each seed OUT gets SEED.f32 (rows of signals) and SEED.json
 * ({fps, transitions}). The same footage and seed give the same files with the same ffmpeg.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { SMALL_FRAME, SMALL_FRAME_BYTES } from '../../src/core/shots/small-frame.ts';
import { composeVideo, type SyntheticVideo, type TrueTransition } from './compose.ts';
import { measureSmallFrames, writeVideo } from './dataset.ts';
import { loadClips, loadStills } from './footage.ts';
import { createRandomSource, type RandomSource } from './random.ts';
import { CANVAS, CANVAS_BYTES } from './shot-source.ts';

const MAX_BYTES = 2 ** 30;

/** What a lossy codec leaves of a video, as small frames. */
function transcode(video: SyntheticVideo, random: RandomSource): Buffer {
  const raw = [
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-s',
    `${CANVAS.width}x${CANVAS.height}`,
    '-r',
    String(video.framesPerSecond),
  ];
  const codec = random.weighted({ h264: 6, mpeg4: 2, none: 1 });
  const encoder = {
    h264: [
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
      '-crf',
      String(random.integer(16, 33)),
      '-g',
      String(random.integer(12, 250)),
    ],
    mpeg4: ['-c:v', 'mpeg4', '-q:v', String(random.integer(2, 14)), '-g', String(random.integer(12, 100))],
    none: ['-c:v', 'rawvideo'],
  }[codec];
  const quiet = ['-v', 'error', '-threads', '1'];
  const coded = execFileSync(
    'ffmpeg',
    [...quiet, ...raw, '-i', '-', ...encoder, '-threads', '1', '-pix_fmt', 'yuv420p', '-f', 'matroska', '-'],
    { input: video.pictures, maxBuffer: MAX_BYTES },
  );
  const small = `scale=${SMALL_FRAME.width}:${SMALL_FRAME.height}:flags=area,format=rgb24`;
  return execFileSync(
    'ffmpeg',
    [...quiet, '-i', '-', '-vf', small, '-fps_mode', 'passthrough', '-f', 'rawvideo', '-'],
    { input: coded, maxBuffer: MAX_BYTES },
  );
}

/** Which frame is shown at each place of the grid: all, every second, four of five, or key frames only. */
function createHold(random: RandomSource, framesPerSecond: number): (frame: number) => number {
  const hold = random.weighted({ none: 8, half: 1, telecine: 0.5, keyFrames: 1 });
  if (hold === 'none' || framesPerSecond < 24) return (frame) => frame;
  if (hold === 'half') return (frame) => frame - (frame % 2);
  if (hold === 'telecine') return (frame) => (frame % 5 === 4 ? frame - 1 : frame);
  const interval = Math.round(random.logBetween(0.3, 4) * framesPerSecond);
  return (frame) => frame - (frame % interval);
}

/**
 * Which picture is shown before a codec makes repeated ones differ a little: drawn films hold each for two to four frames,
 * films at 24 repeat one in five at 30.
 */
function createDrawnHold(random: RandomSource, framesPerSecond: number): (frame: number) => number {
  const hold = random.weighted({ none: 7, drawn: 1.5, pulldown: 2 });
  if (framesPerSecond < 24 || hold === 'none') return (frame) => frame;
  if (hold === 'pulldown') return (frame) => (frame % 5 === 4 ? frame - 1 : frame);
  const length = random.integer(2, 4);
  return (frame) => frame - (frame % length);
}

/** The pictures of a video with some of them held. */
function holdPictures({ pictures, ...video }: SyntheticVideo, shownAt: (frame: number) => number): SyntheticVideo {
  const count = pictures.length / CANVAS_BYTES;
  const held = Array.from({ length: count }, (_, n) =>
    pictures.subarray(shownAt(n) * CANVAS_BYTES, (shownAt(n) + 1) * CANVAS_BYTES),
  );
  return { ...video, pictures: Buffer.concat(held), transitions: heldTransitions(video.transitions, shownAt, count) };
}

/** Transitions as they look when only some frames are shown. */
function heldTransitions(
  transitions: readonly TrueTransition[],
  shownAt: (frame: number) => number,
  frameCount: number,
): TrueTransition[] {
  return transitions.flatMap(({ kind, startFrame, endFrame }) => {
    let end = endFrame;
    while (end < frameCount && shownAt(end) < endFrame) end++;
    if (end >= frameCount) return [];
    let start = end - 1;
    while (start > 0 && shownAt(start) > startFrame) start--;
    const seen = new Set(Array.from({ length: end - start + 1 }, (_, i) => shownAt(start + i)));
    return [{ kind: seen.size <= 2 ? 'cut' : kind, startFrame: start, endFrame: end }];
  });
}

const [clipFolders, stillFolder, outFolder, firstSeed, count, names = '.'] = process.argv.slice(2);
if (!count) throw new RangeError('Usage: make-dataset.ts CLIPS STILLS OUT FIRST_SEED COUNT [NAMES]');
const clips = clipFolders.split(',').flatMap((folder) => loadClips(folder, (path) => new RegExp(names).test(path)));
const stills = loadStills(stillFolder);
console.error(`${clips.length} shots from clips, ${stills.length} stills`);
mkdirSync(outFolder, { recursive: true });
for (let seed = Number(firstSeed); seed < Number(firstSeed) + Number(count); seed++) {
  const random = createRandomSource(seed ^ 0x5eed);
  const composed = composeVideo(seed, clips, stills);
  const video = holdPictures(composed, createDrawnHold(random, composed.framesPerSecond));
  const frames = transcode(video, random);
  const frameCount = Math.floor(frames.length / SMALL_FRAME_BYTES);
  const shownAt = createHold(random, video.framesPerSecond);
  const shown = Buffer.alloc(frameCount * SMALL_FRAME_BYTES);
  for (let n = 0; n < frameCount; n++) {
    const at = shownAt(n) * SMALL_FRAME_BYTES;
    shown.set(frames.subarray(at, at + SMALL_FRAME_BYTES), n * SMALL_FRAME_BYTES);
  }
  const transitions = heldTransitions(video.transitions, shownAt, frameCount);
  writeVideo(outFolder, {
    name: String(seed),
    signals: measureSmallFrames(shown),
    framesPerSecond: video.framesPerSecond,
    transitions: transitions.map(({ kind, ...range }) => ({ type: kind, ...range })),
    ignore: [],
    teacher: null,
  });
}
