import test from 'ava';
import fc from 'fast-check';
import measured from '../../../models/scenes/space.json' with { type: 'json' };
import type { Cue } from '../../../src/core/report.ts';
import { groupScenes } from '../../../src/core/scenes/group.ts';
import { cutShots, tenFps } from '../../helpers/spans.ts';

/** A unit vector near axis `place` of ten, turned a little towards axis 10 + `view`. */
function picture(place: number, view = 0): Float32Array {
  const vector = new Float32Array(20);
  vector[place] = Math.cos(0.4);
  vector[10 + view] = Math.sin(0.4);
  return vector;
}

/** Groups shots of four seconds; gives the first shot of each scene. */
function groupPictures(pictures: Float32Array[], cues: Cue[] = []) {
  const shots = cutShots(...pictures.map(() => 40));
  return groupScenes({ shots, embeddings: pictures, cues, grid: tenFps(pictures.length * 40) });
}
const startsOf = (scenes: { firstShot: number }[]) => scenes.map(({ firstShot }) => firstShot);
const places = (...shots: number[]) => shots.map((place, i) => picture(place, i % 3));

test('places shown one after the other are scenes', (t) => {
  const scenes = groupPictures(places(0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2));
  t.deepEqual(startsOf(scenes), [0, 5, 9]);
  t.deepEqual(
    scenes.map(({ lastShot }) => lastShot),
    [4, 8, 14],
  );
  t.is(scenes[0].boundaryStrength, 0);
  t.true(scenes[1].boundaryStrength > 0.5 && scenes[1].boundaryStrength <= 1);
});

test('a dialogue between two pictures is one scene, a cut-away does not end a scene', (t) => {
  t.deepEqual(startsOf(groupPictures(places(0, 1, 0, 1, 0, 1, 0, 1))), [0]);
  t.deepEqual(startsOf(groupPictures(places(0, 0, 0, 5, 0, 0, 0, 1, 1, 1, 1, 1))), [0, 7]);
});

test('a card begins what follows it, resembles no other card, and may stand in the middle of a scene', (t) => {
  const group = (pictures: Float32Array[], ...cardsAt: number[]) => {
    const shots = cutShots(...pictures.map(() => 40));
    const cards = pictures.map((_, i) => cardsAt.includes(i));
    return startsOf(groupScenes({ shots, embeddings: pictures, cues: [], cards, grid: tenFps(pictures.length * 40) }));
  };
  // Place 9 is what cards look like.
  const chapters = places(9, 0, 0, 0, 9, 1, 1, 1, 9);
  t.deepEqual(group(chapters, 0, 4, 8), [0, 4, 8]);
  t.deepEqual(group(places(0, 0, 0, 9, 0, 0, 0), 3), [0]);
  // What parts two scenes is before the card, whatever it resembles.
  t.deepEqual(group(places(0, 0, 0, 0, 0, 1, 1, 1, 1), 4), [0, 4]);
  t.deepEqual(group(places(9, 9), 0, 1), [0]);
});

test('places that are all near each other are scenes where their own shots are nearer still', (t) => {
  // Pairs of one place at 0.1, of two places at 0.72: nearer than pictures of unlike places ever are on the average.
  const dim = (place: number, view: number) => {
    const vector = new Float32Array(20);
    vector[9] = Math.sqrt(0.28);
    vector[place] = Math.sqrt(0.62);
    vector[10 + view] = Math.sqrt(0.1);
    return vector;
  };
  const film = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2].map((place, i) => dim(place, i % 7));
  t.deepEqual(startsOf(groupPictures(film)), [0, 4, 8]);
});

test('a border is the surer the more shots support it, and the further they are apart', (t) => {
  const strengthOf = (...shots: number[]) => groupPictures(places(...shots))[1].boundaryStrength;
  t.true(strengthOf(0, 0, 0, 1, 1, 1) < strengthOf(0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1));
  const [from, to] = [axis(0), axis(1)];
  const turned = (degrees: number) =>
    from.map((value, d) => value * Math.cos((degrees * Math.PI) / 180) + to[d] * Math.sin((degrees * Math.PI) / 180));
  const apart = (degrees: number) =>
    groupPictures(
      [...Array<Float32Array>(6).fill(axis(0)), ...Array<Float32Array>(6).fill(turned(degrees))].map((v) => v.slice()),
    );
  t.true(apart(60)[1].boundaryStrength < apart(90)[1].boundaryStrength);
});

test('a video of one place is one scene, however long', (t) => {
  const setUps = [
    axis(0),
    axis(0).map((value, d) => value + (d % 7 ? 0 : 0.01)),
    axis(0).map((value, d) => value + (d % 5 ? 0 : 0.01)),
  ];
  const talk = Array.from({ length: 600 }, (_, i) =>
    setUps[(i * i + (i >> 2)) % 3].map((value) => value * (1 + 1e-6 * i)),
  );
  t.deepEqual(startsOf(groupPictures(talk)), [0]);
  t.deepEqual(startsOf(groupPictures(places(...Array<number>(40).fill(3)))), [0]);
});

test('one, two and three shots are grouped, with or without samples', (t) => {
  for (const count of [1, 2, 3]) {
    t.is(groupPictures(places(...Array<number>(count).fill(0))).length, 1);
    t.is(groupPictures(Array.from({ length: count }, () => new Float32Array(20))).length, 1);
  }
});

test('two long takes of different places are two scenes', (t) => {
  const long = { shots: cutShots(150, 150), embeddings: [axis(0), axis(1)], cues: [], grid: tenFps(300) };
  t.is(groupScenes({ ...long, embeddings: [axis(0), axis(0)] }).length, 1);
  t.is(groupScenes(long).length, 2);
});

/** An embedding as the network makes them: mostly what all pictures share, and something of its own. */
function axis(place: number): Float32Array {
  const vector = Float32Array.from(measured.centre, (value, d) => value + (Math.floor(d / 282) === place ? 0.025 : 0));
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value) => value / length);
}

test('black between two pictures ends a scene that a cut would not', (t) => {
  const pictures = [axis(0), axis(1)];
  const between = (cues: Cue[]) =>
    startsOf(groupScenes({ shots: cutShots(40, 40), embeddings: pictures, cues, grid: tenFps(80) }));
  t.deepEqual(between([]), [0]);
  t.deepEqual(between([{ type: 'black', startSeconds: 3.8, endSeconds: 4.2 }]), [0, 1]);
});

test('a black shot goes with the scene before it, at the beginning with the one after', (t) => {
  const black = new Float32Array(2816).fill(1 / Math.sqrt(2816));
  const cues: Cue[] = [
    { type: 'black', startSeconds: 0, endSeconds: 4 },
    { type: 'black', startSeconds: 12, endSeconds: 16 },
  ];
  const pictures = [black, axis(0), axis(0), black, axis(1), axis(1)];
  t.deepEqual(startsOf(groupPictures(pictures, cues)), [0, 4]);
});

test('shots that share a vector because nothing was sampled stay together', (t) => {
  const [a, b] = [axis(0), axis(1)];
  t.deepEqual(startsOf(groupPictures([a, a, a, b, b, b], [])).includes(2), false);
  t.is(groupPictures([a, a, a, a, a, a]).length, 1);
});

test('scenes tile the shots whatever the vectors', (t) => {
  const vector = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(vector, { minLength: 1, maxLength: 40 }), (rows) => {
      const scenes = groupPictures(rows.map((row) => Float32Array.from(row)));
      return (
        scenes[0].firstShot === 0 &&
        scenes.at(-1)!.lastShot === rows.length - 1 &&
        scenes.every(
          ({ firstShot, lastShot, boundaryStrength }, i) =>
            lastShot >= firstShot &&
            firstShot === (i === 0 ? 0 : scenes[i - 1].lastShot + 1) &&
            boundaryStrength >= 0 &&
            boundaryStrength <= 1,
        )
      );
    }),
    { seed: 5 },
  );
  t.pass();
});

test('a thousand shots of full size are grouped, with the same answer twice', (t) => {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const axes = Array.from({ length: 10 }, (_, place) => axis(place));
  const embeddings = Array.from({ length: 1000 }, (_, i) => {
    const vector = axes[Math.floor(i / 12) % 10].map((value) => value + random() * 0.005);
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    return vector.map((value) => value / length);
  });
  const scenes = groupPictures(embeddings);
  t.true(scenes.length > 76 && scenes.length < 88, `${scenes.length} scenes`);
  t.deepEqual(groupPictures(embeddings), scenes);
});
