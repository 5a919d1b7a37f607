import { ReelsightError } from '../errors.ts';

/**
 * MB that ffmpeg takes besides decoded pictures: its code, its threads' stacks and the filters of a chunk. Measured with
 * small pictures; see docs/decoding.md.
 */
const BASE_MB = 450;
/** Pictures on their way: in the decoder, in the filters, and the one that is held. */
const PICTURES_UNDER_WAY = 3;

interface PictureFacts {
  readonly codec_name: string;
  /** ffmpeg's name, for example `yuv420p10le`. */
  readonly pix_fmt: string;
  readonly width: number;
  readonly height: number;
}

/** MB that decoding takes at most, by what the codec allows for pictures of that size. */
export function estimateDecoderMemoryMb({ codec_name, pix_fmt, width, height }: PictureFacts): number {
  const pictureBytes = width * height * bytesPerPixel(pix_fmt);
  return Math.ceil(
    BASE_MB + ((countReferences(codec_name, width * height) + PICTURES_UNDER_WAY) * pictureBytes) / 2 ** 20,
  );
}

/** Names of ffmpeg's pixel formats tell the samples of a pixel, and their depth where it is more than eight bits. */
function bytesPerPixel(name: string): number {
  const sampling = /4(20|11|10|22|40|44)/.exec(name)?.[1];
  const samples = /^(gray|pal8|mono|bayer)/.test(name)
    ? 1
    : (SAMPLES[sampling ?? ''] ?? (/^(nv12|nv21|p01)/.test(name) ? 1.5 : /^(yuyv|uyvy|yvyu)/.test(name) ? 2 : 3));
  const alpha = /^(yuva|gbrap|ya|[ra]?[gb]{2}[ra]?a|rgba|argb|bgra|abgr)/.test(name) ? 1 : 0;
  const isDeep = /(9|10|12|14|16|32)(le|be)?$|^p01\d|48|64/.test(name);
  return (samples + alpha) * (isDeep ? 2 : 1);
}

const SAMPLES: Readonly<Record<string, number>> = { '20': 1.5, '11': 1.5, '10': 1.25, '22': 2, '40': 2, '44': 3 };

/** What is beyond every level of a standard has no limit but the syntax: 16 pictures. */
const MAX_REFERENCES = 16;

/** Pictures that a decoder keeps to decode others by, at most. */
function countReferences(codec: string, pixels: number): number {
  switch (codec) {
    case 'h264': {
      // ITU-T H.264, table A-1, level 6.2: macroblocks of a picture (MaxFS), and of all that are kept (MaxDpbMbs).
      const macroblocks = pixels / 256;
      return macroblocks > 139_264 ? MAX_REFERENCES : Math.min(MAX_REFERENCES, Math.floor(696_320 / macroblocks));
    }
    case 'hevc':
    case 'vvc': {
      // ITU-T H.265, A.4.2: by the share of level 6.2's largest picture (MaxLumaPs).
      const share = pixels / 35_651_584;
      return share > 1 || share <= 1 / 4 ? MAX_REFERENCES : share <= 1 / 2 ? 12 : share <= 3 / 4 ? 8 : 6;
    }
    // Eight that the formats keep, and the one that is being decoded.
    case 'av1':
    case 'vp9':
      return 9;
    default:
      return 4;
  }
}

/** Errors: kind `input` where decoding such pictures takes more memory than there is. */
export function assertFitsInMemory(picture: PictureFacts, name: string, maxMemoryMb: number | null): void {
  const neededMb = estimateDecoderMemoryMb(picture);
  if (maxMemoryMb !== null && neededMb > maxMemoryMb)
    throw new ReelsightError(
      'input',
      `Decoding ${JSON.stringify(name)} takes up to ${neededMb} MB of memory (pictures of ${picture.width} x ${picture.height}, ` +
        `${picture.pix_fmt}, ${picture.codec_name}); ${maxMemoryMb} MB are there. Give a smaller version of the video, or ` +
        'more memory: REELSIGHT_MAX_MEMORY_MB, in a cloud --param workerMemory.',
    );
}
