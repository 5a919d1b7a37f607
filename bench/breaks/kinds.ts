import type { Style } from './sound-track.ts';

type Span = readonly [from: number, to: number];

/** How programmes of a kind are made; shares are chances, spans are drawn from evenly. */
export interface Kind {
  readonly minutes: Span;
  /** Acts end where a break belongs; scenes of one act meet at other places, by a cut or (`softShare`) a dissolve. */
  readonly scenesPerAct: Span;
  readonly softShare: number;
  readonly styles: readonly Style[];
  /** What marks the end of an act. */
  readonly end: {
    readonly blankShare: number;
    readonly blankSeconds: Span;
    /** Without black: how often a dissolve or a fade. */
    readonly softShare: number;
    readonly pauseShare: number;
    readonly pauseSeconds: Span;
    /** null: down to the room's tone. */
    readonly dipDb: Span | null;
    /** Sound runs over the change of place; the pause comes at another cut so many seconds before or after it. */
    readonly overlapSeconds: Span | null;
  };
  /** What is none, inside scenes, a minute. */
  readonly decoys: { readonly pauses: number; readonly flashes: number; readonly blacks: number };
  readonly track: 'sound' | 'none' | 'silent';
  /** Of all scenes. */
  readonly unsafeShare: number;
  readonly creditsShare: number;
}

const ALL: readonly Style[] = ['talk', 'talk', 'music', 'action', 'ambience'];
const LOUD: readonly Style[] = ['talk', 'talk', 'music', 'action'];

const DRAMA: Kind = {
  minutes: [20, 60],
  scenesPerAct: [2, 5],
  softShare: 0.15,
  styles: ALL,
  end: {
    blankShare: 0.8,
    blankSeconds: [0.3, 1.8],
    softShare: 0.5,
    pauseShare: 0.9,
    pauseSeconds: [0.6, 2.5],
    dipDb: null,
    overlapSeconds: null,
  },
  decoys: { pauses: 0.3, flashes: 0, blacks: 0 },
  track: 'sound',
  unsafeShare: 0,
  creditsShare: 0.6,
};

const CHAPTERS: Kind = {
  ...DRAMA,
  minutes: [4, 30],
  scenesPerAct: [1, 3],
  softShare: 0,
  end: { ...DRAMA.end, blankShare: 0.7, softShare: 1, pauseShare: 0 },
  creditsShare: 0.3,
};

/**
 * - drama: acts of several scenes, most with black and silence between them
 * - hard cuts: a place an act, sound throughout, nothing but cuts
 * - talk: a pause between acts, and three a minute inside scenes
 * - flashes: black of half a second and more between acts, flashes of black inside scenes, the sound running on
 * - music: it dips between acts
 * - no track, silent: black or a dissolve between acts; no sound track, or one of the room's tone
 * - clips: three to five minutes, black or silence between acts
 * - overlaps: talk runs over the change of place, and falls silent at a cut some seconds from it
 * - unsafe: as drama and talk, and no advertiser wants to be near one scene of four
 */
export const KINDS: Readonly<Record<string, Kind>> = {
  drama: DRAMA,
  'hard cuts': {
    ...DRAMA,
    minutes: [4, 25],
    scenesPerAct: [1, 1],
    styles: LOUD,
    end: { ...DRAMA.end, blankShare: 0, softShare: 0, pauseShare: 0 },
    decoys: { pauses: 0, flashes: 0, blacks: 0 },
    creditsShare: 0,
  },
  talk: {
    ...DRAMA,
    minutes: [8, 60],
    scenesPerAct: [1, 3],
    softShare: 0,
    styles: ['talk'],
    end: { ...DRAMA.end, blankShare: 0, softShare: 0.2, pauseShare: 1, pauseSeconds: [0.6, 1.6] },
    decoys: { pauses: 3, flashes: 0, blacks: 0 },
    creditsShare: 0.3,
  },
  flashes: {
    ...DRAMA,
    minutes: [4, 30],
    scenesPerAct: [1, 3],
    styles: LOUD,
    end: { ...DRAMA.end, blankShare: 1, blankSeconds: [0.5, 1.5], pauseShare: 0.5 },
    decoys: { pauses: 0.3, flashes: 1.5, blacks: 0 },
    creditsShare: 0.3,
  },
  music: {
    ...DRAMA,
    minutes: [4, 20],
    scenesPerAct: [1, 3],
    softShare: 0.3,
    styles: ['music'],
    end: { ...DRAMA.end, blankShare: 0, softShare: 0.6, pauseShare: 1, pauseSeconds: [0.8, 2], dipDb: [10, 22] },
    decoys: { pauses: 0, flashes: 0, blacks: 0 },
    creditsShare: 0.3,
  },
  'no track': { ...CHAPTERS, track: 'none' },
  silent: { ...CHAPTERS, track: 'silent' },
  clips: {
    ...DRAMA,
    minutes: [3, 5],
    scenesPerAct: [1, 2],
    end: { ...DRAMA.end, blankShare: 0.5, softShare: 0.3, pauseShare: 0.7, pauseSeconds: [0.5, 1.5] },
    creditsShare: 0,
  },
  overlaps: {
    ...DRAMA,
    minutes: [5, 40],
    scenesPerAct: [1, 2],
    softShare: 0,
    styles: ['talk', 'action'],
    end: {
      ...DRAMA.end,
      blankShare: 0,
      softShare: 0,
      pauseShare: 1,
      pauseSeconds: [0.5, 1.2],
      overlapSeconds: [1.5, 4.5],
    },
    decoys: { pauses: 0.3, flashes: 0, blacks: 0 },
    creditsShare: 0,
  },
  unsafe: {
    ...DRAMA,
    minutes: [8, 60],
    scenesPerAct: [1, 3],
    end: { ...DRAMA.end, blankShare: 0.6 },
    decoys: { pauses: 0.5, flashes: 0.2, blacks: 0 },
    unsafeShare: 0.25,
  },
};
