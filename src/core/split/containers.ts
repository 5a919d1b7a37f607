/** A container that segments are written in: ffmpeg's name of its muxer, and the extension of its files. */
export interface Container {
  readonly muxer: string;
  readonly extension: string;
}

/** What `split --to` takes. */
export const CONTAINERS = {
  mp4: { muxer: 'mp4', extension: 'mp4' },
  mov: { muxer: 'mov', extension: 'mov' },
  mkv: { muxer: 'matroska', extension: 'mkv' },
  ts: { muxer: 'mpegts', extension: 'ts' },
} as const satisfies Record<string, Container>;

export type ContainerName = keyof typeof CONTAINERS;
export const CONTAINER_NAMES = Object.keys(CONTAINERS) as readonly ContainerName[];

/** By the first of the demuxer's names: containers that can be written as they were read, the usual one first. */
const SAME: Readonly<Record<string, readonly Container[]>> = {
  mov: [CONTAINERS.mp4, CONTAINERS.mov, { muxer: 'ipod', extension: 'm4v' }, { muxer: '3gp', extension: '3gp' }],
  matroska: [CONTAINERS.mkv, { muxer: 'webm', extension: 'webm' }],
  avi: [{ muxer: 'avi', extension: 'avi' }],
  mpegts: [CONTAINERS.ts],
  mpeg: [{ muxer: 'vob', extension: 'mpg' }],
  flv: [{ muxer: 'flv', extension: 'flv' }],
  ogg: [{ muxer: 'ogg', extension: 'ogv' }],
  asf: [{ muxer: 'asf', extension: 'wmv' }],
  nut: [{ muxer: 'nut', extension: 'nut' }],
};

/** The container that a video is in, by its demuxer and its name; null for one that is not cut without encoding. */
export function findOwnContainer(demuxer: string, videoName: string): Container | null {
  const known = SAME[demuxer.split(',')[0]!];
  if (!known) return null;
  const extension = /\.([a-z0-9]+)$/i.exec(videoName)?.[1]?.toLowerCase();
  return known.find((container) => container.extension === extension) ?? known[0]!;
}
