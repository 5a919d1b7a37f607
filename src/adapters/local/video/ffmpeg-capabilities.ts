import { type Ffmpeg, queryFfmpeg } from '../../../core/index.ts';

export interface Capabilities {
  /** Names of the codecs that the build decodes. */
  readonly codecs: ReadonlySet<string>;
  readonly filters: ReadonlySet<string>;
}

/**
 * Asks an ffmpeg build what it can do. Its lists are tables: flags, name, more. (fluent-ffmpeg's readers of them miss
 * filters with a variable number of outputs and some codecs.)
 */
export async function listCapabilities(ffmpeg: Ffmpeg): Promise<Capabilities> {
  const [codecs, filters] = await Promise.all([queryFfmpeg(ffmpeg, ['-codecs']), queryFfmpeg(ffmpeg, ['-filters'])]);
  return {
    codecs: readNames(codecs, /^ D\S{5} (\S+) /gm),
    filters: readNames(filters, /^ [A-Z.]{2,3} (\S+) +\S+->/gm),
  };
}

/** Names of the encoders of a build. */
export const listEncoders = async (ffmpeg: Ffmpeg): Promise<ReadonlySet<string>> =>
  readNames(await queryFfmpeg(ffmpeg, ['-encoders']), /^ [VAS]\S{5} (\S+) /gm);

const readNames = (text: string, pattern: RegExp): Set<string> =>
  new Set([...text.matchAll(pattern)].map(([, name]) => name!));
