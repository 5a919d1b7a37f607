import { createRandomSource, type RandomSource } from '../../models/shots/random.ts';

/** What a film is like as a whole: each stands for a kind of video on which detectors are known to fail. */
export const LOOKS = ['plain', 'noise', 'dark', 'letterbox', 'vertical', 'drawn', 'low-bitrate', 'grey'] as const;
export type Look = (typeof LOOKS)[number];

export interface TrueRange {
  readonly type: string;
  readonly startFrame: number;
  readonly endFrame: number;
}

/** A part of some footage: from a video (at some second of it), or a still that a camera moves over. */
export interface Footage {
  readonly file: string;
  /** Seconds that can be used; 0 for a still. */
  readonly seconds: number;
}

interface Segment {
  readonly footage: Footage;
  readonly startSeconds: number;
  readonly frames: number;
  /** Filters that make the shot what it is: camera moves over stills, effects that must not be taken for a boundary. */
  readonly filters: readonly string[];
}

interface Joint {
  readonly type: string;
  /** ffmpeg's name for it; null for a cut. */
  readonly xfade: string | null;
  readonly frames: number;
}

export interface FilmPlan {
  readonly look: Look;
  readonly framesPerSecond: number;
  readonly width: number;
  readonly height: number;
  readonly segments: readonly Segment[];
  readonly joints: readonly Joint[];
  /** Filters over the whole film. */
  readonly filters: readonly string[];
  readonly encoder: readonly string[];
  readonly transitions: readonly TrueRange[];
  readonly negatives: readonly TrueRange[];
}

const FRAME_RATES = [12, 15, 24, 25, 30, 50, 60];

/** ffmpeg's transitions by the type that the truth calls them. */
const XFADES: Readonly<Record<string, readonly string[]>> = {
  dissolve: ['fade'],
  fade_black: ['fadeblack'],
  fade_white: ['fadewhite'],
  wipe: [
    'wipeleft',
    'wiperight',
    'wipeup',
    'wipedown',
    'circleopen',
    'circleclose',
    'smoothleft',
    'smoothdown',
    'vertopen',
    'diagtl',
    'radial',
  ],
  slide: ['slideleft', 'slideright', 'slideup', 'slidedown'],
};

/** Plans a film of some ten shots: everything follows from the seed and the footage. */
export function planFilm(seed: number, look: Look, clips: readonly Footage[], stills: readonly Footage[]): FilmPlan {
  const random = createRandomSource(seed);
  const framesPerSecond = random.pick(FRAME_RATES);
  const [width, height] =
    look === 'vertical'
      ? [180, 320]
      : random.pick([
          [320, 180],
          [320, 240],
          [480, 270],
          [320, 136],
        ]);
  const segments: Segment[] = [];
  const joints: Joint[] = [];
  const transitions: TrueRange[] = [];
  const negatives: TrueRange[] = [];
  let frame = 0;
  const count = random.integer(8, 12);
  for (let i = 0; i < count; i++) {
    const joint = i === 0 ? null : planJoint(random, framesPerSecond);
    if (joint) {
      joints.push(joint);
      const start = frame - 1 - (joint.xfade ? joint.frames : 0) + (joint.xfade ? 1 : 0);
      transitions.push({ type: joint.type, startFrame: start, endFrame: joint.xfade ? start + joint.frames : frame });
      if (joint.xfade) frame -= joint.frames;
    }
    const footage = random.chance(clips.length > 0 ? 0.6 : 0) ? random.pick(clips) : random.pick(stills);
    // Long enough to be a shot between two transitions of up to a second and a half.
    const wanted = Math.round(random.logBetween(3.2, 7) * framesPerSecond);
    const frames =
      footage.seconds > 0 ? Math.min(wanted, Math.floor((footage.seconds - 0.1) * framesPerSecond)) : wanted;
    const startSeconds =
      footage.seconds > 0 ? random.between(0, Math.max(0, footage.seconds - 0.1 - frames / framesPerSecond)) : 0;
    const filters = footage.seconds > 0 ? [] : [moveOver(random, { width, height, frames, framesPerSecond })];
    // Clear of both transitions.
    const from = (joint?.frames ?? 0) / framesPerSecond + 0.3;
    const room = frames / framesPerSecond - from - 1.9;
    if (room > 0.2 && random.chance(0.6)) {
      const effect = planEffect(random, { width, height, framesPerSecond }, from + random.between(0, room - 0.1));
      filters.push(...effect.filters);
      negatives.push({
        type: effect.type,
        startFrame: frame + Math.floor(effect.startSeconds * framesPerSecond),
        endFrame: frame + Math.ceil(effect.endSeconds * framesPerSecond),
      });
    }
    segments.push({ footage, startSeconds, frames, filters });
    frame += frames;
  }
  return {
    look,
    framesPerSecond,
    width,
    height,
    segments,
    joints,
    transitions,
    negatives,
    ...finish(random, look, height),
  };
}

function planJoint(random: RandomSource, framesPerSecond: number): Joint {
  const type = random.weighted({
    cut: 0.5,
    dissolve: 0.2,
    fade_black: 0.08,
    fade_white: 0.06,
    wipe: 0.08,
    slide: 0.08,
  });
  if (type === 'cut') return { type, xfade: null, frames: 1 };
  const seconds = random.logBetween(type === 'dissolve' ? 0.35 : 0.45, 1.5);
  return { type, xfade: random.pick(XFADES[type]), frames: Math.max(4, Math.round(seconds * framesPerSecond)) };
}

/** A camera that pans and zooms over a still, as ffmpeg's zoompan does it on an enlarged picture. */
function moveOver(
  random: RandomSource,
  film: { width: number; height: number; frames: number; framesPerSecond: number },
): string {
  const { width, height, frames, framesPerSecond } = film;
  const zoom = random.between(1.2, 1.7);
  const zoomEnd = random.chance(0.5) ? zoom : Math.max(1.05, zoom + random.between(-0.3, 0.3));
  const [x, y] = [random.between(0, 1), random.between(0, 1)];
  const moves = random.chance(0.8);
  const [toX, toY] = moves ? [random.between(0, 1), random.between(0, 1)] : [x, y];
  const along = `on/${frames}`;
  return (
    `scale=${width * 4}:${height * 4}:force_original_aspect_ratio=increase,crop=${width * 4}:${height * 4},` +
    `zoompan=z='${zoom}+(${zoomEnd - zoom})*${along}':x='(iw-iw/zoom)*(${x}+(${toX - x})*${along})':` +
    `y='(ih-ih/zoom)*(${y}+(${toY - y})*${along})':d=${frames}:s=${width}x${height}:fps=${framesPerSecond}`
  );
}

interface PlannedEffect {
  readonly type: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly filters: readonly string[];
}

/** Something inside a shot that must not be taken for a boundary. `t` is the filter's time in seconds. */
function planEffect(
  random: RandomSource,
  film: { width: number; height: number; framesPerSecond: number },
  start: number,
): PlannedEffect {
  const { width, height, framesPerSecond } = film;
  const type = random.pick([
    'flash',
    'double_flash',
    'brightness_jump',
    'whip_pan',
    'fast_zoom',
    'explosion',
    'occlusion',
    'caption',
    'shake',
    'tint',
  ]);
  const length =
    {
      flash: random.integer(1, 3) / framesPerSecond,
      double_flash: 8 / framesPerSecond,
      brightness_jump: random.between(0.4, 1.2),
    }[type as 'flash'] ?? random.between(0.35, 1);
  const end = start + length;
  const on = `enable='between(t,${start},${end})'`;
  const way = `clip((t-${start})/${length},0,1)`;
  const bump = `sin(PI*${way})`;
  const crop = (x: string, y: string, zoom: string) =>
    `scale=w='trunc(${width}*(${zoom})/2)*2':h='trunc(${height}*(${zoom})/2)*2':eval=frame,crop=${width}:${height}:x='clip(${x},0,in_w-out_w)':y='clip(${y},0,in_h-out_h)'`;
  const whip = random.between(0.3, 0.9) * (random.chance(0.5) ? 1 : -1);
  const filters: Record<string, string[]> = {
    flash: [`drawbox=color=white@${random.between(0.6, 1)}:t=fill:${on}`],
    double_flash: [
      `drawbox=color=white@${random.between(0.6, 1)}:t=fill:enable='between(t,${start},${start + 2 / framesPerSecond})+between(t,${end - 2 / framesPerSecond},${end})'`,
    ],
    brightness_jump: [`eq=brightness=${random.between(0.15, 0.35) * (random.chance(0.5) ? 1 : -1)}:${on}`],
    whip_pan: [crop(`(in_w-out_w)/2*(1+${whip}*${bump})`, '(in_h-out_h)/2', '1.9')],
    fast_zoom: [crop('(in_w-out_w)/2', '(in_h-out_h)/2', `1+${random.between(0.4, 1.1)}*${bump}`)],
    // A burst of light that turns orange and then to smoke, from one frame to the next.
    explosion: [
      `drawbox=color=white@0.95:t=fill:enable='between(t,${start},${start + 2 / framesPerSecond})'`,
      ...Array.from({ length: 6 }, (_, i) => {
        const [a, b] = [
          start + 2 / framesPerSecond + (i * length) / 6,
          start + 2 / framesPerSecond + ((i + 1) * length) / 6,
        ];
        const share = 1 - i / 6;
        const [w, h] = [Math.round(width * (0.9 * share + 0.1)), Math.round(height * (0.9 * share + 0.1))];
        return `drawbox=x=${Math.round((width - w) / 2)}:y=${Math.round((height - h) / 2)}:w=${w}:h=${h}:color=${i < 3 ? 'orange' : 'gray'}@${(0.85 * share).toFixed(2)}:t=fill:enable='between(t,${a},${b})'`;
      }),
    ],
    occlusion: [
      `drawbox=x='-${width}*0.6+${width}*1.7*(t-${start})/${length}':y=0:w=${Math.round(width * random.between(0.3, 0.7))}:h=ih:color=${random.pick(['black', '0x303038', '0x604030'])}:t=fill:${on}`,
    ],
    caption: [
      `drawbox=x=${Math.round(width * 0.06)}:y=${Math.round(height * 0.7)}:w=${Math.round(width * random.between(0.4, 0.85))}:h=${Math.round(height * 0.2)}:color=${random.pick(['white', 'black', 'navy'])}@0.85:t=fill:${on}`,
    ],
    shake: [
      crop(
        `(in_w-out_w)/2*(1+0.8*sin(${random.between(25, 45)}*t)*gt(${bump},0.01))`,
        `(in_h-out_h)/2*(1+0.8*cos(37*t)*gt(${bump},0.01))`,
        '1.12',
      ),
    ],
    tint: [
      `colorchannelmixer=rr=${random.between(0.5, 1.2)}:gg=${random.between(0.6, 1.1)}:bb=${random.between(0.4, 1.2)}:${on}`,
    ],
  };
  return { type, startSeconds: start, endSeconds: end, filters: filters[type] };
}

function finish(random: RandomSource, look: Look, height: number): Pick<FilmPlan, 'filters' | 'encoder'> {
  const bar = Math.round(height * random.between(0.08, 0.15));
  const filters: Record<Look, string[]> = {
    plain: [],
    vertical: [],
    'low-bitrate': [],
    noise: [`noise=alls=${random.integer(8, 25)}:allf=t`],
    dark: [`lutyuv=y='16+(val-16)*${random.between(0.12, 0.3)}'`, 'noise=alls=4:allf=t'],
    letterbox: [`drawbox=y=0:h=${bar}:color=black:t=fill`, `drawbox=y=${height - bar}:h=${bar}:color=black:t=fill`],
    // Few flat tones, as drawings have them.
    drawn: ['median=radius=3', "lutyuv=y='trunc(val/40)*40+20':u='trunc(val/24)*24+12':v='trunc(val/24)*24+12'"],
    grey: ['hue=s=0'],
  };
  const crf = look === 'low-bitrate' ? random.integer(36, 42) : random.integer(18, 30);
  const h264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', String(crf), '-g', String(random.integer(24, 250))];
  const mpeg4 = ['-c:v', 'mpeg4', '-q:v', look === 'low-bitrate' ? '20' : String(random.integer(3, 10))];
  return { filters: filters[look], encoder: random.chance(0.8) ? h264 : mpeg4 };
}
