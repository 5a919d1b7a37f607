import { SAMPLE_RATE } from '../loudness/k-weighting.ts';
import { chooseLayout } from '../loudness/layouts.ts';
import { roundSeconds } from '../measurements/timecode.ts';
import { listensFromMiddle, type VideoPart, wholeVideo } from '../measurements/video-part.ts';
import { MAX_SOUND_SECONDS, readSound, type SoundReading, type SoundSpan } from './audio.ts';
import { readBlocks } from './blocks.ts';
import { decodeCpuSeconds } from './cpu-time.ts';
import { type Ffmpeg, type FfmpegResult, runFfmpeg } from './ffmpeg.ts';
import { openInput } from './input.ts';
import { readJpegs } from './jpeg-stream.ts';
import {
  countPictures,
  listPicturesFilter,
  type PictureCounts,
  pictureListOptions,
  sumDurations,
} from './picture-list.ts';
import type { VideoProbe } from './probe.ts';
import { DETAIL_WIDTH, THUMBNAIL_WIDTH } from './sizes.ts';
import type { VideoSource } from './source.ts';

/** What one pass over a chunk of the video shall give. */
export interface DecodeRequest {
  /** What the analysis is of: samples are counted from its start, and sound is that of it. Default: the whole video. */
  readonly part?: VideoPart;
  /** Small frames are given for [contextFrame, endFrame). */
  readonly contextFrame: number;
  /** Sampled frames are given for [startFrame, endFrame). */
  readonly startFrame: number;
  readonly endFrame: number;
  /** Sampled frames a second; see `isSampled`. */
  readonly sampleFps: number;
  /** Decode only key frames: each is held until the next. */
  readonly keyFramesOnly: boolean;
  /** Measure all of the part's sound as well. */
  readonly audio: boolean;
  readonly smallFrame: { readonly width: number; readonly height: number };
  /** Side of the square frames for the network, in pixels. */
  readonly inputSize: number;
  /** Give sampled frames at the size in which brands and products are detected too. Default false. */
  readonly detail?: boolean;
  readonly threads: number;
}

/**
 * All at once from one ffmpeg, which waits until each has been taken: read all of them at the same time, or it waits
 * for ever. Arrays are reused: copy what must stay.
 */
export interface DecodedChunk {
  /** RGB24 [height, width, 3] of each grid frame, in order. */
  readonly smallFrames: AsyncIterable<Uint8Array>;
  /** RGB24 [inputSize, inputSize, 3] of each sampled frame, in order. */
  readonly squareFrames: AsyncIterable<Uint8Array>;
  /** A JPEG of each sampled frame, in order. */
  readonly thumbnails: AsyncIterable<Uint8Array>;
  /** RGB24 [height, width, 3] of each sampled frame, in order, of `detailSize`; none when not asked for. */
  readonly detailFrames: AsyncIterable<Uint8Array>;
  /** The pictures that were decoded of [startFrame, endFrame); slots that repeat one are not counted. */
  readonly pictures: Promise<PictureCounts>;
  /** Resolves to null when no audio was asked for or there is none. */
  readonly audio: Promise<SoundReading | null>;
  /** Seconds of sound that lie behind the last picture: they are not measured. Of a part that ends before it 0. */
  readonly soundAfterSeconds: Promise<number>;
  readonly ended: Promise<FfmpegResult>;
  kill(): void;
}

/**
 * Seconds before the first wanted frame at which decoding starts, so that open groups of pictures and reordered
 * pictures are whole by then. Decoding starts at the key frame before that anyway, except in MPEG streams: their
 * search stops at any packet, so it must start a whole group of pictures earlier.
 */
const LEAD_SECONDS = 1.5;
const MPEG_LEAD_SECONDS = 10;

/**
 * Whether a frame is sampled: the first of each period of 1 / sampleFps seconds. Frames count from the part's first.
 * The same double arithmetic runs in ffmpeg's `select`, so both agree on every frame.
 */
export function isSampled(frame: number, sampleFps: number, frameRate: VideoProbe['frameRate']): boolean {
  const period = (n: number) => Math.floor((n * sampleFps * frameRate.denominator) / frameRate.numerator);
  return frame === 0 || period(frame) > period(frame - 1);
}

/**
 * Decodes a chunk of a video once and gives everything from that one pass: small frames at the full frame rate,
 * square frames for the network with thumbnails at the sampling rate, and what is measured of the sound.
 *
 * Every frame lies on the global grid: frame n is the picture on screen n / frameRate after the first one. A slot
 * without a picture of its own repeats the one before it. The frames of a chunk do not depend on where it starts.
 */
export function decodeChunk(
  ffmpeg: Ffmpeg,
  source: VideoSource,
  probe: VideoProbe,
  request: DecodeRequest,
  signal?: AbortSignal,
): DecodedChunk {
  const hasFrames = request.endFrame > request.contextFrame;
  const hasDetail = hasFrames && request.detail === true;
  const part = request.part ?? wholeVideo(probe);
  const span = soundSpan(probe, part);
  const hasAudio = request.audio && probe.audioStream !== null && span.lengthSeconds <= MAX_SOUND_SECONDS;
  const command = openInput(source, inputOptions(probe, request, part, hasFrames), probe);
  let pipeCount = 0;
  const addOutput = (...options: string[]): number => {
    command.output(`pipe:${3 + pipeCount}`).outputOptions(options);
    return pipeCount++;
  };
  if (hasFrames) {
    command.complexFilter(videoGraph(probe, request, part.startFrame));
    const passthrough = [...ffmpeg.passthroughOptions];
    addOutput('-map', '[small]', ...passthrough, '-f', 'rawvideo');
    addOutput('-map', '[square]', ...passthrough, '-f', 'rawvideo');
    addOutput('-map', '[thumbnail]', ...passthrough, '-c:v', 'mjpeg', '-q:v', '4', '-f', 'image2pipe');
    addOutput('-map', '[pictures]', ...passthrough, ...pictureListOptions(probe.frameRate));
    if (hasDetail) addOutput('-map', '[detail]', ...passthrough, '-f', 'rawvideo');
  }
  // A graph of its own: sound that changes its format rebuilds it, and the pictures' graph must not be rebuilt.
  const audioPipe = hasAudio
    ? addOutput('-filter_complex', audioGraph(probe, part), '-map', '[audio]', '-f', 'f32le')
    : null;
  const laterPipe = hasAudio && part.toEnd ? addOutput(...listSoundAfter(probe)) : null;
  // Sound is decoded from the start or from the part's, to its end.
  const decoded = request.audio ? probe.frameCount : request.endFrame - request.contextFrame;
  const run = runFfmpeg(ffmpeg, command, { pipeCount, signal, maxCpuSeconds: decodeCpuSeconds(probe, decoded) });
  const [small, square, thumbnail, pictures, detail] = run.pipes;
  const { width, height } = request.smallFrame;
  const detailPicture = detailSize(probe);
  return {
    smallFrames: hasFrames ? readBlocks(small!, width * height * 3) : nothing(),
    squareFrames: hasFrames ? readBlocks(square!, request.inputSize ** 2 * 3) : nothing(),
    thumbnails: hasFrames ? readJpegs(thumbnail!) : nothing(),
    detailFrames: hasDetail ? readBlocks(detail!, detailPicture.width * detailPicture.height * 3) : nothing(),
    pictures: countPictures(hasFrames ? pictures! : null, request, probe),
    audio: audioPipe === null ? Promise.resolve(null) : readSound(run.pipes[audioPipe]!, probe.audioLayout, span),
    soundAfterSeconds: laterPipe === null ? Promise.resolve(0) : sumDurations(run.pipes[laterPipe]!),
    ended: run.ended,
    kill: run.kill,
  };
}

/** Input options by which whatever is not damaged is decoded: ffmpeg otherwise ends as failed beyond two thirds. */
export const DESPITE_DAMAGE = ['-max_error_rate', '1'] as const;

/** Input options that every decode of a video's pictures needs, for the grid and the size that its probe told. */
export const pictureOptions = ({ ignoresRotation }: VideoProbe): string[] => [
  // A picture that changes its size mid-stream must not rebuild the graph, which would restart the grid.
  ...['-reinit_filter:v', '0'],
  ...(ignoresRotation ? ['-noautorotate'] : []),
];

/** Input options that start decoding early enough for a frame to be whole; none where that is the video's start. */
export function seekBefore(probe: VideoProbe, frame: number): string[] {
  const { numerator, denominator } = probe.frameRate;
  const leadSeconds = probe.demuxer.startsWith('mpeg') ? MPEG_LEAD_SECONDS : LEAD_SECONDS;
  const seekSeconds = probe.pictureDelaySeconds + (frame * denominator) / numerator - leadSeconds;
  // Not accurate: frames from the key frame on are wanted, a late slot may repeat one of them.
  return seekSeconds > 0 ? ['-noaccurate_seek', '-ss', seekSeconds.toFixed(6)] : [];
}

function inputOptions(probe: VideoProbe, request: DecodeRequest, part: VideoPart, hasFrames: boolean): string[] {
  // Sound with pictures comes from the start. By itself it is sought for by the part alone, so that it is always the same.
  const fromStart = !part.isSought || (request.audio && (hasFrames || !listensFromMiddle(part)));
  return [
    ...['-threads', String(request.threads)],
    ...DESPITE_DAMAGE,
    ...pictureOptions(probe),
    ...(request.keyFramesOnly ? ['-skip_frame', 'nokey'] : []),
    ...(fromStart ? [] : seekBefore(probe, hasFrames ? request.contextFrame : part.startFrame)),
  ];
}

/**
 * Filter that gives each picture the time of its slot of the grid, from frame 0 on. The slot is computed from the
 * picture's own time stamp, so it is the same wherever decoding starts. setpts truncates: the half rounds.
 */
export const putOnGrid = ({ firstPts, frameRate: { numerator, denominator } }: VideoProbe): string =>
  `setpts='floor((PTS-(${firstPts}))*TB*${numerator}/${denominator}+0.5)*${denominator}/${numerator}/TB+0.5'`;

/** Filter that gives the frames [from, to) of the grid: a slot without a picture of its own repeats the one before it. */
export const holdOnGrid = ({ frameRate: { numerator, denominator } }: VideoProbe, from: number, to: number): string =>
  `fps=fps=${numerator}/${denominator}:start_time=${((from * denominator) / numerator).toFixed(6)}:round=near,` +
  `trim=start_pts=${from}:end_pts=${to}`;

/** @param firstFrame of the part: samples are counted from it */
function videoGraph(probe: VideoProbe, request: DecodeRequest, firstFrame: number): string {
  const { numerator, denominator } = probe.frameRate;
  const { contextFrame, startFrame, endFrame, sampleFps } = request;
  const toGrid = putOnGrid(probe);
  const onGrid = (from: number) => holdOnGrid(probe, from, endFrame);
  const period = (n: string) => `floor(${n}*${sampleFps}*${denominator}/${numerator})`;
  const { width, height } = request.smallFrame;
  const side = request.inputSize;
  const detailed = detailSize(probe);
  return [
    `[0:${probe.videoStream}]${toGrid},split=2[decoded][shown]`,
    `[decoded]${listPicturesFilter(probe.frameRate, startFrame, endFrame)}`,
    // After the last key frame that one is held to the end of the video.
    `[shown]${request.keyFramesOnly ? 'tpad=stop_mode=clone:stop=-1,' : ''}split=2[all][some]`,
    `[all]${thinOut(probe, height)}scale=${width}:${height}:flags=area,format=rgb24,${onGrid(contextFrame)}[small]`,
    // ffmpeg's floor of a frame before the first differs by one too, so the first is always sampled.
    `[some]${onGrid(startFrame)},select='gt(${period(`(pts-${firstFrame})`)},${period(`(pts-${firstFrame + 1})`)})',split=${request.detail ? '3[a][b][c]' : '2[a][b]'}`,
    `[a]scale=${side}:${side}:flags=bilinear,format=rgb24[square]`,
    `[b]scale=${thumbnailSize(probe)}:flags=bilinear,setsar=1,format=yuvj420p[thumbnail]`,
    ...(request.detail ? [`[c]scale=${detailed.width}:${detailed.height}:flags=area,format=rgb24[detail]`] : []),
  ].join(';');
}

/** Lines of the video that a line of a small frame is the mean of, at least. */
const MIN_LINES = 5;

/**
 * Leaves out every other line while enough are left to average: `field` does so without touching a pixel, and shrinking
 * a 1080p picture whole would cost a sixth of decoding it. The first scale changes nothing, unless the picture changes
 * its size mid-stream: `field` would then read beyond it.
 */
function thinOut({ width, height, rotationDegrees }: VideoProbe, smallHeight: number): string {
  const [columns, lines] = rotationDegrees % 180 === 0 ? [width, height] : [height, width];
  const halvings = Math.floor(Math.log2(lines / (MIN_LINES * smallHeight)));
  return halvings > 0 ? `scale=${columns}:${lines},${'field,'.repeat(halvings)}` : '';
}

/** Seconds from the container's first time stamp to the start of a frame. */
const secondsToFrameOf = ({ pictureDelaySeconds, frameRate }: VideoProbe, frame: number): number =>
  pictureDelaySeconds + (frame * frameRate.denominator) / frameRate.numerator;

/** Seconds from the container's first time stamp to where the sound of a part starts: a video's own with its sound. */
const soundStart = (probe: VideoProbe, { startFrame }: VideoPart): number =>
  startFrame === 0 ? 0 : secondsToFrameOf(probe, startFrame);

/** What the sound is measured of: from the part's first picture, or the container's first time stamp, to its last. */
const soundSpan = (probe: VideoProbe, part: VideoPart): SoundSpan => ({
  startSeconds: roundSeconds(probe.startSeconds - probe.pictureDelaySeconds + soundStart(probe, part)),
  lengthSeconds: secondsToFrameOf(probe, part.endFrame) - soundStart(probe, part),
  mayBeSilent: part.startFrame > 0,
});

function audioGraph(probe: VideoProbe, part: VideoPart): string {
  const { lengthSeconds } = soundSpan(probe, part);
  const zero = probe.containerStartSeconds + soundStart(probe, part);
  const start = part.startFrame > 0 ? 'start=0:' : '';
  return (
    // What lies outside is dropped before holes are filled: a forged time stamp would make a hole of years.
    `[0:${probe.audioStream}]asetpts='PTS-(${zero})/TB',atrim=${start}end=${lengthSeconds.toFixed(6)},` +
    // Silence where the track has a hole, so that a window's time is its number times its length.
    `aresample=${SAMPLE_RATE}:async=1:min_hard_comp=0.1:first_pts=0,atrim=end=${lengthSeconds.toFixed(6)},` +
    // In the track's own channels, which a format that changes on the way must not change.
    `aformat=sample_fmts=flt:sample_rates=${SAMPLE_RATE}:channel_layouts=${chooseLayout(probe.audioLayout).name}[audio]`
  );
}

/** Output options that list the packets of sound behind the last picture. */
const listSoundAfter = (probe: VideoProbe): string[] => [
  ...['-map', `0:${probe.audioStream}`, '-c', 'copy'],
  ...['-ss', Math.max(0, probe.containerStartSeconds + secondsToFrameOf(probe, probe.frameCount)).toFixed(6)],
  ...['-f', 'framecrc'],
];

const thumbnailSize = (probe: VideoProbe): string => {
  const { width, height } = fitInSquare(probe, THUMBNAIL_WIDTH);
  return `${width}:${height}`;
};

/** The size of a frame in which brands and products are detected. */
export const detailSize = (probe: VideoProbe): { readonly width: number; readonly height: number } =>
  fitInSquare(probe, DETAIL_WIDTH);

/** Display proportions, at most `side` wide and high, even sides; never larger than the video. */
function fitInSquare({ displayWidth, displayHeight }: VideoProbe, side: number) {
  const scale = Math.min(1, side / Math.max(displayWidth, displayHeight));
  const even = (n: number) => Math.max(2, Math.round((n * scale) / 2) * 2);
  return { width: even(displayWidth), height: even(displayHeight) };
}

async function* nothing(): AsyncGenerator<never> {}
