/** A point where an ad goes in. */
export interface PlaylistCue {
  readonly id: string;
  /** Length of the break; undefined where it is not known. */
  readonly breakSeconds: number | undefined;
  /** The splice_info_section that goes out of the network. */
  readonly section: Buffer;
}

export interface PlaylistSegment {
  /** Name of a file beside the playlist. */
  readonly file: string;
  /** Presentation time of its first picture, in milliseconds that lie in this picture. */
  readonly startMs: number;
  readonly seconds: number;
  /** The cue at the segment's start. */
  readonly cue: PlaylistCue | null;
}

/** EXT-X-DATERANGE wants dates. A video has none: its time 0 is the beginning of Unix time. */
const toDate = (ms: number): string => new Date(ms).toISOString();

/**
 * An HLS media playlist of files that each restart their clock (RFC 8216), for video on demand. A cue stands in it
 * twice, because readers know one or the other: as EXT-X-CUE-OUT and EXT-X-CUE-IN with nothing between them, which puts
 * an ad in and covers nothing (a length of 0 says the same where no other is known), and as EXT-X-DATERANGE with
 * SCTE35-OUT (RFC 8216, 4.3.2.7.1).
 *
 * @param note one line for people, as a comment
 */
export function renderPlaylist(segments: readonly PlaylistSegment[], note: string | null): string {
  const hasCues = segments.some(({ cue }) => cue !== null);
  const target = Math.max(1, ...segments.map(({ seconds }) => Math.round(seconds)));
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:3',
    ...(note === null ? [] : [`# ${note}`]),
    `#EXT-X-TARGETDURATION:${target}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-INDEPENDENT-SEGMENTS',
  ];
  for (const [position, { file, startMs, seconds, cue }] of segments.entries()) {
    if (position > 0) lines.push('#EXT-X-DISCONTINUITY');
    if (hasCues) lines.push(`#EXT-X-PROGRAM-DATE-TIME:${toDate(startMs)}`);
    if (cue) lines.push(...describeCue(cue, startMs));
    lines.push(`#EXTINF:${seconds.toFixed(6)},`, encodeURIComponent(file));
  }
  return `${[...lines, '#EXT-X-ENDLIST'].join('\n')}\n`;
}

function describeCue({ id, breakSeconds, section }: PlaylistCue, startMs: number): string[] {
  const range = [
    `ID="${id}"`,
    `START-DATE="${toDate(startMs)}"`,
    ...(breakSeconds === undefined ? [] : [`PLANNED-DURATION=${breakSeconds}`]),
    `SCTE35-OUT=0x${section.toString('hex').toUpperCase()}`,
  ];
  return [`#EXT-X-DATERANGE:${range.join(',')}`, `#EXT-X-CUE-OUT:${breakSeconds ?? 0}`, '#EXT-X-CUE-IN'];
}
