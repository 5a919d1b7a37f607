import type { Rational } from '../measurements/timecode.ts';

/** What ffmpeg prints of a video whose first picture it decoded. */
export interface ProbeText {
  readonly kind: 'head';
  readonly demuxer: string;
  readonly videoStream: number;
  readonly audioStream: number | null;
  readonly videoCodec: string;
  readonly audioCodec: string | null;
  readonly audioLayout: string | null;
  readonly width: number;
  readonly height: number;
  readonly displayWidth: number;
  readonly displayHeight: number;
  readonly rotationDegrees: number;
  readonly isHdr: boolean;
  readonly timeBase: Rational;
  readonly firstPts: number;
  readonly frameRate: Rational;
  readonly containerStartSeconds: number | null;
  readonly durationSeconds: number | null;
}

/** What ffmpeg prints when no picture was decoded: the streams at most. */
export interface StreamsText {
  readonly kind: 'streams';
  readonly videoStream: number | null;
  /** Cover pictures too. */
  readonly pictureStreamCount: number;
  readonly streamCount: number;
  /** For people, for example `audio (aac)`. */
  readonly summary: string;
}

interface StreamLine {
  readonly index: number;
  readonly kind: string;
  readonly codec: string;
  readonly line: string;
  readonly pixels: number;
}

/**
 * Reads ffmpeg's log of `-vf showinfo` (versions 4 to 8). `videoStream` is the stream that was decoded.
 * Names and metadata cannot pass for facts: ffmpeg indents them and puts a key in front, and every pattern is anchored.
 */
export function parseProbe(log: readonly string[], videoStream: number | null): ProbeText | StreamsText {
  const outputAt = log.findIndex((line) => /^\[info\] Output #0, /.test(line));
  const inputLog = outputAt < 0 ? log : log.slice(0, outputAt);
  const streams = inputLog.flatMap(parseStreamLine);
  const pictures = streams.filter((s) => s.kind === 'Video' && !s.line.includes('(attached pic)'));
  const showinfo = log.filter((line) => /^\[Parsed_showinfo_\d+ @ /.test(line));
  const config = find(showinfo, /\] config in time_base: (\d+)\/(\d+), frame_rate: (\d+)\/(\d+)/);
  const frame = find(showinfo, /\] n: *0 pts: *(-?\d+) .* sar:(\d+)\/(\d+) s:(\d+)x(\d+) /);
  const video = pictures.find(({ index }) => index === videoStream);
  if (!config || !frame || !video) {
    return {
      kind: 'streams',
      videoStream: chooseVideo(pictures),
      pictureStreamCount: streams.filter(({ kind }) => kind === 'Video').length,
      streamCount: streams.length,
      summary: streams.map((s) => `${s.kind.toLowerCase()} (${s.codec})`).join(', '),
    };
  }
  const [firstPts, sarNumerator, sarDenominator, frameWidth, frameHeight] = frame.map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const rotationDegrees = findRotation(inputLog, video);
  const isTurned = rotationDegrees % 180 !== 0;
  const pixelAspect = sarNumerator > 0 && sarDenominator > 0 ? sarNumerator / sarDenominator : 1;
  const audio = streams.filter(({ kind }) => kind === 'Audio');
  const chosenAudio = audio.find(({ line }) => line.includes('(default)')) ?? audio[0];
  const times = find(inputLog, /^\[info\]\s+Duration: (\S+?),(?: start: (-?[\d.]+),)?/);
  return {
    kind: 'head',
    demuxer: find(inputLog, /^\[info\] Input #0, (.+?), from '/)?.[0] ?? '',
    videoStream: video.index,
    audioStream: chosenAudio?.index ?? null,
    videoCodec: video.codec,
    audioCodec: chosenAudio?.codec ?? null,
    audioLayout: /, \d+ Hz, ([^,]+)/.exec(chosenAudio?.line ?? '')?.[1]?.trim() ?? null,
    width: isTurned ? frameHeight : frameWidth,
    height: isTurned ? frameWidth : frameHeight,
    displayWidth: Math.max(1, Math.round(frameWidth * pixelAspect)),
    displayHeight: frameHeight,
    rotationDegrees,
    isHdr: /smpte2084|arib-std-b67/.test(video.line),
    timeBase: { numerator: Number(config[0]), denominator: Number(config[1]) },
    firstPts,
    frameRate: chooseRate({ numerator: Number(config[2]), denominator: Number(config[3]) }, video.line),
    containerStartSeconds: times?.[1] === undefined ? null : Number(times[1]),
    durationSeconds: parseDuration(times?.[0]),
  };
}

function find(lines: readonly string[], pattern: RegExp): string[] | null {
  for (const line of lines) {
    const match = pattern.exec(line);
    if (match) return match.slice(1);
  }
  return null;
}

function parseStreamLine(line: string): StreamLine[] {
  const match =
    /^\[info\] {3,5}Stream #0:(\d+)(?:\[[^\]]*\])?(?:\([^)]*\))?: (Video|Audio|Subtitle|Data|Attachment): ?([^\s,]*)/.exec(
      line,
    );
  if (!match) return [];
  const size = /, (\d+)x(\d+)[\s,[]/.exec(line);
  return [
    {
      index: Number(match[1]),
      kind: match[2]!,
      codec: match[3] || 'unknown',
      line,
      pixels: Number(size?.[1] ?? 0) * Number(size?.[2] ?? 0),
    },
  ];
}

/** The largest picture wins, as in ffmpeg; of equals the one marked as default, then the first. */
function chooseVideo(pictures: readonly StreamLine[]): number | null {
  const rank = (s: StreamLine) => s.pixels * 2 + (s.line.includes('(default)') ? 1 : 0);
  return (
    pictures.reduce<StreamLine | null>((best, s) => (best && rank(best) >= rank(s) ? best : s), null)?.index ?? null
  );
}

/** Clockwise degrees, 0 to 359, from the display matrix of the stream (ffmpeg prints counterclockwise degrees). */
function findRotation(inputLog: readonly string[], video: StreamLine): number {
  const from = inputLog.indexOf(video.line) + 1;
  const length = inputLog.slice(from).findIndex((line) => parseStreamLine(line).length > 0);
  const own = inputLog.slice(from, length < 0 ? undefined : from + length);
  const counterclockwise = Number(find(own, /display ?matrix: rotation of (-?[\d.]+) degrees/i)?.[0] ?? 0);
  return (((Math.round(-counterclockwise) || 0) % 360) + 360) % 360;
}

function parseDuration(text: string | undefined): number | null {
  const match = /^(\d+):(\d\d):([\d.]+)$/.exec(text ?? '');
  return match ? Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]) : null;
}

/** A grid finer than this is not of pictures but of a container's clock. */
const MAX_RATE = 120;
const FALLBACK_RATE: Rational = { numerator: 25, denominator: 1 };

/**
 * ffmpeg's guess is the lowest rate that has a place for every time stamp, exact as a fraction. With very uneven time
 * stamps it ends at the container's clock (for example 1,000 a second): then the average rate is taken.
 */
function chooseRate(guess: Rational, videoLine: string): Rational {
  const isValid = guess.numerator > 0 && guess.denominator > 0;
  const average = Number(/, ([\d.]+) fps/.exec(videoLine)?.[1] ?? 0);
  if (isValid && (guess.numerator / guess.denominator <= MAX_RATE || average > MAX_RATE)) return guess;
  return average > 0 ? nearestFraction(average) : FALLBACK_RATE;
}

/** The broadcast fraction that prints as this number of two decimals (29.97 is 30000/1001), else the number itself. */
function nearestFraction(rate: number): Rational {
  const ntsc = Math.round((rate * 1001) / 1000);
  if (Math.abs((ntsc * 1000) / 1001 - rate) < 0.006 && Math.abs(Math.round(rate) - rate) > 0.005)
    return { numerator: ntsc * 1000, denominator: 1001 };
  return { numerator: Math.max(1, Math.round(rate * 100)), denominator: 100 };
}
