import { breakSpacingSeconds } from '../../src/core/breaks/spacing.ts';
import { createRandom } from '../../src/core/math/random.ts';
import { lengthOf, type RenderedScene, type RenderedShot } from './render.ts';
import type { Truth } from './truth.ts';

export interface RenderedPlan {
  readonly name: string;
  readonly scenes: readonly RenderedScene[];
  readonly truth: Truth;
}

/** Real videos that parts are taken from. */
export interface SourceClip {
  readonly path: string;
  readonly seconds: number;
  readonly hasSound: boolean;
}

const noise = (color: string, amplitude: number, filters: string) =>
  `anoisesrc=color=${color}:amplitude=${amplitude}:r=48000,${filters}`;
/** Bursts like utterances, with syllables; a chord that swells; loud noise; a room. */
const SOUNDS = {
  talk: noise('pink', 0.5, "tremolo=f=4.3:d=0.7,volume='if(lt(mod(t,2.9),2.6),1,0.03)':eval=frame"),
  music: 'aevalsrc=0.2*sin(2*PI*220*t)+0.15*sin(2*PI*277*t)+0.15*sin(2*PI*330*t):s=48000,tremolo=f=0.3:d=0.3',
  action: noise('pink', 0.8, 'tremolo=f=1.3:d=0.4'),
  room: noise('brown', 0.05, 'anull'),
} as const;

/** What a programme has at the ends of its acts, and inside its scenes. */
interface Style {
  readonly sounds: readonly (keyof typeof SOUNDS)[] | null;
  readonly scenesPerAct: number;
  readonly blackSeconds: number;
  readonly fades: boolean;
  readonly quietSeconds: number;
  readonly pauses: boolean;
  readonly flashes: boolean;
  readonly clips: boolean;
}

const PLAIN = {
  scenesPerAct: 1,
  blackSeconds: 0,
  fades: false,
  quietSeconds: 0,
  pauses: false,
  flashes: false,
  clips: false,
};
const STYLES: Readonly<Record<string, Style>> = {
  drama: {
    ...PLAIN,
    sounds: ['talk', 'music', 'action'],
    scenesPerAct: 2,
    blackSeconds: 1,
    fades: true,
    quietSeconds: 0.6,
  },
  'hard-cuts': { ...PLAIN, sounds: ['action', 'music', 'talk'] },
  talk: { ...PLAIN, sounds: ['talk'], scenesPerAct: 2, quietSeconds: 0.5, pauses: true },
  flashes: { ...PLAIN, sounds: ['music', 'action'], scenesPerAct: 2, blackSeconds: 0.8, flashes: true },
  'no-track': { ...PLAIN, sounds: null, scenesPerAct: 2, blackSeconds: 0.8, fades: true },
  clips: { ...PLAIN, sounds: ['talk', 'room', 'music'], quietSeconds: 0.6, clips: true },
};

const ACTS = 4;
const SCENE_SECONDS = { one: 40, two: 24 } as const;
/** Scenes are this much shorter or longer than that. */
const VARIATION = 0.4;

/** Six programmes of two to four minutes: four acts each, made of stills of places and parts of real videos. */
export function planProgrammes(
  places: ReadonlyMap<string, readonly string[]>,
  clips: readonly SourceClip[],
  seed: number,
): RenderedPlan[] {
  return Object.entries(STYLES).map(([name, style], index) => {
    const random = createRandom(seed + index);
    const below = (n: number) => Math.floor(random() * n);
    const names = [...places.keys()];
    const usual = style.scenesPerAct === 1 ? SCENE_SECONDS.one : SCENE_SECONDS.two;
    const scenes = Array.from({ length: ACTS * style.scenesPerAct }, (_, s): RenderedScene => {
      const [place] = names.splice(below(names.length), 1);
      const wanted = usual * (1 + VARIATION * (2 * random() - 1));
      const clip = style.clips && s % 2 === 1 ? clips[below(clips.length)] : null;
      const shots = clip ? cutClip(clip, wanted, random) : moveOver(places.get(place) ?? [], wanted, random);
      const endsAct = (s + 1) % style.scenesPerAct === 0 && s + 1 < ACTS * style.scenesPerAct;
      const beginsAct = s > 0 && s % style.scenesPerAct === 0;
      const sound = style.sounds && SOUNDS[style.sounds[below(style.sounds.length)]];
      const cuts = shots.slice(1).map((_, i) => shots.slice(0, i + 1).reduce((sum, { seconds }) => sum + seconds, 0));
      return {
        shots,
        sound: sound && clip?.hasSound ? 'own' : sound,
        quietStartSeconds: beginsAct ? style.quietSeconds : 0,
        quietEndSeconds: endsAct && style.quietSeconds > 0 ? style.quietSeconds + style.blackSeconds : 0,
        pauses: style.pauses ? cuts.filter((_, i) => i % 2 === 0).map((cut) => [cut - 0.4, cut + 0.3] as const) : [],
        blackSeconds: endsAct ? style.blackSeconds : 0,
        fades: endsAct && style.fades,
        flashes: style.flashes ? cuts.filter((_, i) => i % 2 === 0).map((cut) => [cut, cut + 0.2] as const) : [],
      };
    });
    const ends = scenes.map((_, i) => scenes.slice(0, i + 1).reduce((sum, scene) => sum + lengthOf(scene), 0));
    const breaks = scenes.flatMap((scene, i) =>
      (i + 1) % style.scenesPerAct === 0 && i + 1 < scenes.length ? [ends[i] - scene.blackSeconds / 2] : [],
    );
    // Short acts lie closer than the product would set breaks by itself.
    const gaps = breaks.slice(1).map((seconds, i) => seconds - breaks[i]);
    const spacingSeconds = Math.floor(Math.min(breakSpacingSeconds(ends[ends.length - 1]), ...gaps));
    return { name, scenes, truth: { video: `${name}.mp4`, breaks: breaks.map(toPicture), spacingSeconds } };
  });
}

/** Times lie on pictures of 25 a second. */
const toPicture = (seconds: number) => Math.round(seconds * 25) / 25;

/** Three set-ups of one place, at random, in shots of three to six seconds. */
function moveOver(paths: readonly string[], wanted: number, random: () => number): RenderedShot[] {
  const first = Math.floor(random() * paths.length);
  const setUps = [0, 1, 2].map((i) => paths[(first + i) % paths.length]);
  const shots: RenderedShot[] = [];
  for (let left = wanted; left > 2; ) {
    const seconds = toPicture(Math.min(left, 3 + 3 * random()));
    shots.push({ path: setUps[shots.length % 3], seconds, fromSeconds: null });
    left -= seconds;
  }
  return shots;
}

/** Parts of one video in an order of their own. */
function cutClip({ path, seconds }: SourceClip, wanted: number, random: () => number): RenderedShot[] {
  const shots: RenderedShot[] = [];
  for (let left = wanted; left > 2; ) {
    const length = toPicture(Math.min(left, 4 + 2 * random(), seconds - 1));
    shots.push({ path, seconds: length, fromSeconds: toPicture(random() * (seconds - length - 0.5)) });
    left -= length;
  }
  return shots;
}
