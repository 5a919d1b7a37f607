import type { Cue } from '../../src/core/report.ts';

export type CueType = Cue['type'];

/** A stretch of a made-up clip: a lavfi source with its filters, and how long it is shown. */
export interface Part {
  readonly picture: string;
  readonly seconds: number;
  /** Cues that this part is; the others are programme. */
  readonly cues?: readonly CueType[];
  /** Seconds at its ends that do not belong to the cue (a fade). */
  readonly trim?: readonly [number, number];
}

interface SoundPart {
  readonly sound: string;
  readonly seconds: number;
  readonly isSilence?: boolean;
}

export interface CueCase {
  readonly name: string;
  readonly parts: readonly Part[];
  readonly sound?: readonly SoundPart[];
  readonly rate?: string;
  /** Filters over the whole picture. */
  readonly filter?: string;
  readonly coding?: readonly string[];
}

const SIZE = 's=320x180';
export const X264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23'];
const LOW_RATE = ['-c:v', 'libx264', '-preset', 'veryfast', '-b:v', '90k', '-maxrate', '120k', '-bufsize', '120k'];
const MPEG2 = ['-c:v', 'mpeg2video', '-b:v', '500k'];
const GRAIN = 'noise=alls=6:allf=t';

/** Moving, textured programme: every number another picture. */
export const live = (n: number, seconds = 3, filters = GRAIN): Part => {
  const places = ['start_x=-0.7453:start_y=0.1127', 'start_x=-0.16:start_y=1.0405', 'start_x=0.2925:start_y=0.0149'];
  const scale = 0.3 + 0.17 * (n % 7);
  return {
    picture: `mandelbrot=${SIZE}:r=RATE:maxiter=300:${places[n % 3]}:start_scale=${scale}:end_scale=${scale / 4}:end_pts=120,hue=h=${40 * n},${filters}`,
    seconds,
  };
};
const flat = (color: string, filters = 'null'): string => `color=${color}:${SIZE}:r=RATE,${filters}`;
const cue = (types: readonly CueType[], picture: string, seconds: number, trim?: [number, number]): Part => ({
  picture,
  seconds,
  cues: types,
  ...(trim ? { trim } : {}),
});
const between = (...middle: Part[]): Part[] => [live(1), ...middle, live(5)];
/** Stops at the first picture of a programme, then does what the filters say. */
const still = (n: number, filters = 'null'): string =>
  `${live(n, 1, 'null').picture},trim=end_frame=1,loop=loop=-1:size=1,setpts=N/(RATE)/TB,${filters}`;
const logo = 'drawbox=x=286:y=10:w=24:h=12:color=white@0.8:t=fill';
const clock = "drawtext=text='%{pts\\:hms}':x=8:y=8:fontsize=11:fontcolor=white";
const letterbox = 'crop=320:134,pad=320:180:0:23';
const pillarbox = 'scale=240:180,pad=320:180:40:0';

const PICTURE_CASES: CueCase[] = [
  ...['12', '25', '30000/1001', '60'].map((rate) => ({
    name: `black, white and a still at ${rate}`,
    rate,
    parts: [
      live(1),
      cue(['black'], flat('black'), 0.5),
      live(2),
      cue(['white'], flat('white'), 0.5),
      live(3),
      cue(['freeze'], still(4), 2),
      live(5),
    ],
    coding: X264,
  })),
  { name: 'black at a low rate', parts: between(cue(['black'], flat('black'), 1)), coding: LOW_RATE },
  { name: 'black in MPEG-2', parts: between(cue(['black'], flat('black'), 1)), coding: MPEG2 },
  { name: 'black with noise', parts: between(cue(['black'], flat('black', 'noise=alls=14:allf=t'), 1)) },
  {
    name: 'black with noise at a low rate',
    parts: between(cue(['black'], flat('black', 'noise=alls=14:allf=t'), 1)),
    coding: LOW_RATE,
  },
  { name: 'milky black', parts: between(cue(['black'], flat('0x121212', 'noise=alls=5:allf=t'), 1)) },
  { name: 'bluish black', parts: between(cue(['black'], flat('0x080818'), 1)) },
  { name: 'black between letterboxed pictures', parts: between(cue(['black'], flat('black'), 1)), filter: letterbox },
  { name: 'black under a logo', parts: between(cue(['black'], flat('black'), 1)), filter: logo },
  { name: 'black under a clock', parts: between(cue(['black'], flat('black'), 1)), filter: clock },
  {
    name: 'full range',
    parts: between(cue(['black'], flat('black'), 0.6), live(2), cue(['white'], flat('white'), 0.6)),
    filter: 'scale=out_range=full,format=yuvj420p',
  },
  {
    name: 'fades to black and back',
    parts: [
      live(1, 3, `${GRAIN},fade=out:st=2.2:d=0.8`),
      cue(['black'], flat('black'), 1),
      live(2, 3, `${GRAIN},fade=in:st=0:d=0.8`),
    ],
  },
  {
    name: 'fades to white and back',
    parts: [
      live(1, 3, `${GRAIN},fade=out:st=2.2:d=0.8:c=white`),
      cue(['white'], flat('white'), 1),
      live(2, 3, `${GRAIN},fade=in:st=0:d=0.8:c=white`),
    ],
  },
  { name: 'a dip to black of six frames', parts: between(cue(['black'], flat('black'), 0.24)) },
  {
    name: 'a flash and a dropped picture',
    parts: [
      live(1),
      { picture: flat('white'), seconds: 0.12 },
      live(2),
      { picture: flat('black'), seconds: 0.04 },
      live(3),
    ],
  },
  { name: 'white with noise', parts: between(cue(['white'], flat('white', 'noise=alls=14:allf=t'), 1)) },
  { name: 'white at a low rate', parts: between(cue(['white'], flat('white'), 1)), coding: LOW_RATE },
  {
    name: 'white under a logo',
    parts: between(cue(['white'], flat('white'), 1)),
    filter: 'drawbox=x=286:y=10:w=24:h=12:color=red:t=fill',
  },
  { name: 'night', parts: [live(1), live(2, 4, 'lutyuv=y=16+(val-16)*0.25,noise=alls=5:allf=t'), live(3)] },
  {
    name: 'night with a lamp',
    parts: [
      live(1),
      {
        ...live(
          2,
          4,
          'lutyuv=y=16+(val-16)*0.12,noise=alls=5:allf=t,drawbox=x=100+10*t:y=60:w=30:h=20:color=yellow:t=fill',
        ),
        seconds: 4,
      },
      live(3),
    ],
  },
  { name: 'snow', parts: [live(1), live(2, 4, 'hue=s=0.2,lutyuv=y=185+(val-16)*0.22,noise=alls=5:allf=t'), live(3)] },
  { name: 'a still at a low rate', parts: between(cue(['freeze'], still(3), 2.5)), coding: LOW_RATE },
  { name: 'a still in MPEG-2', parts: between(cue(['freeze'], still(3), 2.5)), coding: MPEG2 },
  { name: 'a still with weak noise', parts: between(cue(['freeze'], still(3, 'noise=alls=3:allf=t'), 2.5)) },
  { name: 'a locked camera', parts: between({ picture: still(3, 'noise=alls=12:allf=t'), seconds: 2.5 }) },
  {
    name: 'a still with many key frames',
    parts: between(cue(['freeze'], still(3), 2.5)),
    coding: [...LOW_RATE, '-g', '12'],
  },
  { name: 'a still under a clock', parts: between(cue(['freeze'], still(3), 2.5)), filter: clock },
  { name: 'a dark still', parts: between(cue(['freeze'], still(3, 'lutyuv=y=16+(val-16)*0.35'), 2.5)) },
  {
    name: 'a creeping zoom',
    parts: between({
      picture: `${still(3)},scale=1280:720,zoompan=z=1+0.0006*on:d=1:x=iw/2-iw/zoom/2:y=ih/2-ih/zoom/2:${SIZE}:fps=RATE`,
      seconds: 4,
    }),
  },
  {
    name: 'a creeping pan',
    parts: between({ picture: `${still(3)},scale=1600:900,crop=1280:720:x=1.6*n:y=50,scale=320:180`, seconds: 4 }),
  },
  {
    name: 'a mouth that moves',
    parts: between({
      picture: `${still(3)},drawbox=x=150:y=90:w=14:h=10:color=black@0.8:t=fill:enable=lt(mod(t\\,0.3)\\,0.15)`,
      seconds: 4,
    }),
  },
  { name: 'a short pause', parts: between({ picture: still(3), seconds: 0.6 }) },
  { name: 'drawn on threes', parts: [live(1, 6, 'fps=8')] },
  ...['smptebars', 'smptehdbars', 'pal75bars', 'pal100bars'].flatMap((bars) => [
    {
      name: bars,
      parts: [cue(['color-bars'], `${bars}=${SIZE}:r=RATE`, 3), cue(['black'], flat('black'), 0.5), live(1)],
    },
    {
      name: `${bars}, noisy`,
      parts: [cue(['color-bars'], `${bars}=${SIZE}:r=RATE,noise=alls=16:allf=t`, 3), live(1)],
      coding: LOW_RATE,
    },
    {
      name: `${bars} in a pillarbox`,
      parts: [cue(['color-bars'], `${bars}=${SIZE}:r=RATE`, 3), live(1)],
      filter: pillarbox,
    },
    {
      name: `${bars} in a letterbox`,
      parts: [cue(['color-bars'], `${bars}=${SIZE}:r=RATE`, 3), live(1)],
      filter: 'scale=320:134,pad=320:180:0:23',
    },
    {
      name: `${bars} with a name`,
      parts: [
        cue(
          ['color-bars'],
          `${bars}=${SIZE}:r=RATE,drawbox=x=90:y=96:w=140:h=24:color=black:t=fill,drawtext=text='REEL 1':x=120:y=100:fontsize=18:fontcolor=white`,
          3,
        ),
        live(1),
      ],
    },
  ]),
  ...['testsrc', 'testsrc2', 'rgbtestsrc', 'yuvtestsrc'].map((source) => ({
    name: `${source}: no bars`,
    parts: between({
      picture: `${source}=${SIZE}:r=RATE,${source.includes('2') ? 'null' : 'hue=h=20*t'},${GRAIN}`,
      seconds: 3,
    }),
  })),
];

const talk = (level: number, seconds: number, seed = 1): SoundPart => ({
  sound: `anoisesrc=c=pink:r=48000:a=${level}:seed=${seed}:d=${seconds},tremolo=f=4:d=0.6,aformat=channel_layouts=mono`,
  seconds,
});
const music = (level: number, seconds: number): SoundPart => ({
  sound: `aevalsrc='${level}*(sin(2*PI*220*t)+sin(2*PI*277*t)+sin(2*PI*330*t))*(0.7+0.3*sin(2*PI*2*t))':s=48000:d=${seconds}`,
  seconds,
});
const quiet = (sound: string, seconds: number): SoundPart => ({
  sound: `${sound}:d=${seconds}`,
  seconds,
  isSilence: true,
});
const noise = (db: number, color = 'white') =>
  // A white noise of amplitude a has an RMS of a / sqrt(3).
  `anoisesrc=c=${color}:r=48000:a=${(10 ** (db / 20) * Math.sqrt(3)).toFixed(6)}:seed=9`;
const DIGITAL = 'aevalsrc=0:s=48000';

const heard = (name: string, ...sound: SoundPart[]): CueCase => ({
  name,
  sound,
  rate: '10',
  parts: [
    live(
      1,
      sound.reduce((sum, { seconds }) => sum + seconds, 0),
    ),
  ],
});

const SOUND_CASES: CueCase[] = [
  heard('digital silence in speech', talk(0.3, 4), quiet(DIGITAL, 1), talk(0.3, 4, 2)),
  heard('digital silence in music', music(0.15, 4), quiet(DIGITAL, 2.03), music(0.15, 4)),
  heard(
    'short silences',
    talk(0.3, 3.33),
    quiet(DIGITAL, 0.55),
    talk(0.3, 3.41, 2),
    quiet(DIGITAL, 0.65),
    talk(0.3, 3, 3),
  ),
  heard('room tone of -60 dB', talk(0.3, 4), quiet(noise(-60, 'pink'), 1.5), talk(0.3, 4, 2)),
  heard('room tone of -52 dB', talk(0.3, 4), quiet(noise(-52, 'pink'), 1.5), talk(0.3, 4, 2)),
  heard('hiss of -55 dB', talk(0.4, 4), quiet(noise(-55), 1.5), talk(0.4, 4, 2)),
  heard('hum of -50 dB', talk(0.4, 4), quiet("aevalsrc='0.0044*sin(2*PI*50*t)':s=48000", 1.5), talk(0.4, 4, 2)),
  heard('silence in a quiet programme', talk(0.02, 4), quiet(noise(-75, 'pink'), 1.5), talk(0.02, 4, 2)),
  heard('a quiet programme', talk(0.012, 4), talk(0.02, 4, 2), talk(0.01, 4, 3)),
  heard(
    'pauses of speech',
    ...[1, 2, 3, 4].flatMap((n) => [talk(0.3, 1.3, n), { ...quiet(DIGITAL, 0.3), isSilence: false }]),
  ),
  heard('whispers in a loud programme', music(0.2, 4), talk(0.03, 3), music(0.2, 4)),
  heard('whispers 25 dB down', talk(0.4, 4), talk(0.022, 3, 2), talk(0.4, 4, 3)),
  heard('silence throughout', quiet(DIGITAL, 6)),
  heard('hiss of -50 dB in a loud programme', music(0.25, 4), quiet(noise(-50), 1.5), music(0.25, 4)),
];

export const CASES: readonly CueCase[] = [...PICTURE_CASES, ...SOUND_CASES];
