import test from 'ava';
import fc from 'fast-check';
import judge from '../../../models/shots/judge.json' with { type: 'json' };
import network from '../../../models/shots/network.json' with { type: 'json' };
import type { FrameSignals } from '../../../src/core/measurements/frame-signals.ts';
import type { ShotSpan } from '../../../src/core/measurements/spans.ts';
import { detectShots } from '../../../src/core/shots/detect.ts';
import { FEATURE_COUNT } from '../../../src/core/shots/features.ts';
import { JUDGE_FEATURE_COUNT } from '../../../src/core/shots/judge-features.ts';
import { BOUNDARY_KINDS, scoreBoundaries } from '../../../src/core/shots/score.ts';
import { createSequenceNetwork } from '../../../src/core/shots/sequence-network.ts';
import { SMALL_FRAME, SMALL_FRAME_BYTES } from '../../../src/core/shots/small-frame.ts';
import { findTransitions } from '../../../src/core/shots/transitions.ts';
import { measureFrames } from './measure.ts';
import { createNoise, createScene, drawFrames, fill, grain, mix, patch, type Scene } from './patterns.ts';

const RATE = { numerator: 25, denominator: 1 };
const noise = createNoise(99);

const shotsOf = (frames: readonly Uint8Array[], rate = RATE): readonly ShotSpan[] =>
  detectShots(measureFrames(frames), rate).shots;

/** `count` frames with a little sensor noise. */
const film = (count: number, draw: (frame: number) => Uint8Array): Uint8Array[] =>
  drawFrames(count, (n) => grain(draw(n), 2, noise));

const at = (scene: Scene, frame: number): Uint8Array => scene(frame / 25);

/** Goes from one scene to another between two frames; `blend` gets 0..1. */
const change = (
  a: Scene,
  b: Scene,
  [start, end]: readonly [number, number],
  blend: (a: Uint8Array, b: Uint8Array, progress: number) => Uint8Array,
): Uint8Array[] =>
  film(120, (n) => {
    if (n <= start) return at(a, n);
    return n >= end ? at(b, n) : blend(at(a, n), at(b, n), (n - start) / (end - start));
  });

test('cuts are found on their frame, also between panned shots', (t) => {
  const scenes = [createScene(1), createScene(2, { panSpeed: 0.15 }), createScene(3), createScene(1, { gain: 0.5 })];
  const starts = [0, 40, 71, 120];
  const shots = shotsOf(film(160, (n) => at(scenes[starts.filter((s) => s <= n).length - 1], n)));
  t.deepEqual(
    shots.map((s) => [s.startFrame, s.endFrame, s.transitionIn.type]),
    [
      [0, 40, 'start'],
      [40, 71, 'cut'],
      [71, 120, 'cut'],
      [120, 160, 'cut'],
    ],
  );
  t.deepEqual(shots[1].transitionIn, {
    type: 'cut',
    startFrame: 39,
    endFrame: 40,
    confidence: shots[1].transitionIn.confidence,
  });
  t.deepEqual(shots[0].transitionIn, { type: 'start', startFrame: 0, endFrame: 0, confidence: 1 });
});

/** What does not change at a cut lies over these places of a picture, each from 0 to 1. */
const COVERS: Record<string, (x: number, y: number) => boolean> = {
  'a banner over the lowest fifth': (_, y) => y >= 0.8,
  'a banner over the lowest third': (_, y) => y >= 0.65,
  'a banner over the upper quarter': (_, y) => y < 0.25,
  'a panel over the left third': (x) => x < 0.33,
  'a logo in a corner': (x, y) => x > 0.8 && y < 0.2,
  'black bars above and below': (_, y) => y < 0.14 || y >= 0.86,
  'black bars on both sides of an upright picture': (x) => x < 0.34 || x >= 0.66,
};

for (const [name, isCovered] of Object.entries(COVERS)) {
  test(`cuts under ${name} are found, and nothing else`, (t) => {
    const over = name.startsWith('black') ? fill(0) : createScene(71)(0);
    const scenes = [72, 73, 74, 75].map((seed, i) => createScene(seed, { panSpeed: i % 2 ? 0.1 : 0 }));
    const frames = drawFrames(148, (n) => {
      const frame = grain(at(scenes[Math.floor(n / 37)], n), 2, noise);
      return frame.map((v, i) => {
        const pixel = Math.floor(i / 3);
        const x = (pixel % SMALL_FRAME.width) / SMALL_FRAME.width;
        return isCovered(x, Math.floor(pixel / SMALL_FRAME.width) / SMALL_FRAME.height) ? over[i] : v;
      });
    });
    t.deepEqual(
      shotsOf(frames).map((shot) => shot.startFrame),
      [0, 37, 74, 111],
    );
  });
}

for (const light of [0.12, 0.08]) {
  for (const sensorNoise of [0, 2]) {
    test(`cuts are found at ${100 * light} % of the light${sensorNoise ? ', with noise' : ''}`, (t) => {
      const scenes = [81, 82, 83, 84].map((seed, i) => createScene(seed, { panSpeed: i % 2 ? 0.1 : 0, gain: light }));
      const frames = drawFrames(148, (n) => grain(at(scenes[Math.floor(n / 37)], n), sensorNoise, noise));
      t.deepEqual(
        shotsOf(frames).map((shot) => shot.startFrame),
        [0, 37, 74, 111],
      );
    });
  }
}

test('cuts are found where every picture is shown twice', (t) => {
  const [a, b] = [createScene(4, { panSpeed: 0.1 }), createScene(5)];
  const shots = shotsOf(film(60, (n) => at(n < 31 ? a : b, n)).flatMap((frame) => [frame, frame]));
  t.deepEqual(
    shots.map((s) => s.startFrame),
    [0, 62],
  );
});

test('cuts are found where only a key frame every two seconds is shown', (t) => {
  const scenes = [6, 7, 8].map((seed) => createScene(seed));
  const frames = drawFrames(3, (n) => scenes[n](0)).flatMap((frame) => Array.from({ length: 100 }, () => frame));
  t.deepEqual(
    shotsOf(frames).map((s) => s.startFrame),
    [0, 100, 200],
  );
});

const gradual = [
  { type: 'dissolve', name: 'a dissolve', range: [50, 75], blend: mix },
  {
    type: 'fade',
    name: 'a fade through black',
    range: [45, 77],
    blend: (a: Uint8Array, b: Uint8Array, p: number) => (p < 0.5 ? mix(a, fill(0), p * 2) : mix(fill(0), b, p * 2 - 1)),
  },
  { type: 'wipe', name: 'a wipe', range: [50, 70], blend: patch },
] as const;

for (const { type, name, range, blend } of gradual) {
  test(`${name} is one transition, its ends right to three frames`, (t) => {
    const shots = shotsOf(change(createScene(9), createScene(10, { panSpeed: 0.05 }), range, blend));
    t.is(shots.length, 2);
    const { transitionIn, startFrame } = shots[1];
    t.is(transitionIn.type, type);
    t.true(Math.abs(transitionIn.startFrame - range[0]) <= 3, `starts at ${transitionIn.startFrame}`);
    t.true(Math.abs(transitionIn.endFrame - range[1]) <= 3, `ends at ${transitionIn.endFrame}`);
    t.is(startFrame, Math.ceil((transitionIn.startFrame + transitionIn.endFrame) / 2));
  });
}

const oneShot: Record<string, readonly Uint8Array[]> = {
  'a flash': film(100, (n) =>
    n === 50 || n === 51 ? mix(at(createScene(11), n), fill(255), 0.9) : at(createScene(11), n),
  ),
  'a pan': film(100, (n) => at(createScene(12, { panSpeed: 0.3 }), n)),
  'a change of light': film(100, (n) => at(createScene(13, { gain: n < 50 ? 1 : 0.6 }), n)),
  'a jump of brightness that clips, for a second': film(100, (n) =>
    at(createScene(17), n).map((v) => (n >= 40 && n < 65 ? Math.min(255, v + 80) : v)),
  ),
  'a tint, for a second': film(100, (n) =>
    at(createScene(18), n).map((v, i) => (n >= 40 && n < 65 ? Math.min(255, v * [0.6, 1, 1.2][i % 3]) : v)),
  ),
  'a caption over a picture that stands still': film(100, (n) =>
    createScene(19)(0).map((v, i) => (n >= 40 && n < 65 && i > 19 * 144 && i < 24 * 144 && i % 144 < 120 ? 235 : v)),
  ),
  'a thing that passes before a still ground': film(100, (n) =>
    createScene(30)(0).map((v, i) => (Math.abs((i % 144) / 3 - 2 * (n - 40)) < 7 ? 40 : v)),
  ),
  'a strobe of black and white': drawFrames(100, (n) => fill(n % 2 ? 255 : 0)),
  'white noise': drawFrames(100, () => new Uint8Array(SMALL_FRAME_BYTES).map(() => Math.floor(256 * noise()))),
  black: drawFrames(100, () => fill(0)),
  'a black ground with noise': drawFrames(100, () => grain(fill(6), 4, noise)),
  'a dark picture with noise': drawFrames(100, (n) => grain(at(createScene(31, { gain: 0.1 }), n), 4, noise)),
  'a change of light in the dark': film(100, (n) => at(createScene(32, { gain: n < 50 ? 0.12 : 0.07 }), n)),
  'one frame': [createScene(14)(0)],
  'two like frames': film(2, (n) => at(createScene(15), n)),
  'a fade in from black': film(60, (n) => mix(fill(0), at(createScene(16), n), Math.min(1, n / 25))),
};

for (const [name, frames] of Object.entries(oneShot)) {
  test(`${name} is one shot`, (t) => {
    t.deepEqual(shotsOf(frames), [
      {
        startFrame: 0,
        endFrame: frames.length,
        transitionIn: { type: 'start', startFrame: 0, endFrame: 0, confidence: 1 },
      },
    ]);
  });
}

test('shots tile the video whatever it shows', (t) => {
  const part = fc.record({
    seed: fc.integer({ min: 0, max: 30 }),
    length: fc.integer({ min: 1, max: 40 }),
    held: fc.boolean(),
    level: fc.constantFrom(0, 255, -1, -1),
  });
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), fc.constantFrom(12, 25, 60), (parts, rate) => {
      const frames = parts.flatMap(({ seed, length, held, level }) => {
        const scene = createScene(seed, { panSpeed: 0.2 });
        return drawFrames(length, (n) => (level >= 0 ? fill(level) : scene(held ? 0 : n / rate)));
      });
      const shots = shotsOf(frames, { numerator: rate, denominator: 1 });
      if (shots[0].startFrame !== 0 || shots[shots.length - 1].endFrame !== frames.length) return false;
      return shots.every((shot, i) => {
        const { startFrame, endFrame } = shot.transitionIn;
        const follows = i === 0 || (shot.startFrame === shots[i - 1].endFrame && startFrame < endFrame);
        const inside = i === 0 || (startFrame < shot.startFrame && shot.startFrame <= endFrame);
        return follows && inside && shot.startFrame < shot.endFrame && endFrame < frames.length;
      });
    }),
    { numRuns: 25, seed: 3 },
  );
  t.pass();
});

test('cuts keep their frame at 60 frames a second', (t) => {
  const scenes = [createScene(22, { panSpeed: 0.1 }), createScene(23, { panSpeed: 0.1 }), createScene(24)];
  const frames = film(180, (n) => scenes[n < 61 ? 0 : n < 120 ? 1 : 2](n / 60));
  const shots = shotsOf(frames, { numerator: 60, denominator: 1 });
  t.deepEqual(
    shots.map((s) => s.startFrame),
    [0, 61, 120],
  );
});

/** The rows of one video so many times over. */
function repeat({ count, values }: FrameSignals, times: number): FrameSignals {
  const all = new Float32Array(values.length * times);
  for (let i = 0; i < times; i++) all.set(values, i * values.length);
  return { firstFrame: 0, count: count * times, values: all };
}

const scenesOfTwo = [createScene(20), createScene(21)];

test('two hours are decided, every picture held for ten frames', (t) => {
  const frames = drawFrames(60, (n) => at(scenesOfTwo[Math.floor(n / 10) % 2], n)).flatMap((frame) =>
    Array.from({ length: 10 }, () => frame),
  );
  const { shots } = detectShots(repeat(measureFrames(frames), 300), RATE);
  t.true(shots.length >= 300 * 5);
  t.is(shots.at(-1)!.endFrame, 180_000);
});

test('a longer video is read no more often a frame', (t) => {
  const part = measureFrames(drawFrames(300, (n) => at(scenesOfTwo[Math.floor(n / 60) % 2], n)));
  const readsOf = (times: number) => {
    const signals = repeat(part, times);
    let reads = 0;
    const values = new Proxy(signals.values, {
      get(rows, name) {
        reads++;
        return Reflect.get(rows, name, rows);
      },
    });
    detectShots({ ...signals, values }, RATE);
    return reads;
  };
  const [short, long] = [readsOf(2), readsOf(16)];
  t.true(short > 600 && long < 8.5 * short, `${short} reads, ${long} of what is eight times as long`);
});

test('the weights that are shipped fit what is read', (t) => {
  t.is(network.features, FEATURE_COUNT);
  t.deepEqual(network.outputs, [...BOUNDARY_KINDS, 'change']);
  for (const values of [judge.mean, judge.scale, judge.weights]) t.is(values.length, JUDGE_FEATURE_COUNT);
});

test('who asks for surer transitions gets fewer, and each as sure as asked for', (t) => {
  const scenes = [31, 32, 33, 34, 35].map((seed) => createScene(seed, { gain: 0.35 }));
  const frames = film(150, (n) => at(scenes[Math.floor(n / 30)], n));
  const signals = measureFrames(frames);
  const counts = [0, 0.5, 0.9, 1].map((least) => {
    const { shots } = detectShots(signals, RATE, least);
    for (const { transitionIn } of shots) t.true(transitionIn.confidence >= least - 0.0005);
    return shots.length;
  });
  t.deepEqual(
    counts,
    counts.toSorted((a, b) => b - a),
  );
  t.is(counts.at(-1), 1);
  t.true(counts[1] > 1);
});

test('another picture that stays to the end is a shot, though no motion follows that a judge could read', (t) => {
  const doubter = { ...judge, weights: judge.weights.map(() => 0), bias: -3 };
  const motion = createScene(6, { panSpeed: 0.3 });
  const before = film(80, (n) => at(motion, n));
  const startsOf = (still: Uint8Array) => {
    const signals = measureFrames([...before, ...Array.from({ length: 40 }, () => still)]);
    const scores = scoreBoundaries(signals, 25, createSequenceNetwork(network));
    return findTransitions(scores, signals, 25, doubter, 0.5).map(({ type, endFrame }) => [type, endFrame]);
  };
  t.deepEqual(startsOf(createScene(8)(0)), [['cut', 80]]);
  // The motion ends.
  t.deepEqual(startsOf(before[79]), []);
  t.deepEqual(startsOf(at(motion, 82)), []);
});

test('stills that differ a little are shots to who asks for more of them', (t) => {
  const [a, b] = [createScene(6)(0), createScene(7)(0)];
  const frames = [a, mix(a, b, 0.3)].flatMap((frame) => Array.from({ length: 50 }, () => frame));
  const signals = measureFrames(frames);
  t.is(detectShots(signals, RATE, 0.5).shots.length, 1);
  t.is(detectShots(signals, RATE, 0.3).shots.length, 2);
});
