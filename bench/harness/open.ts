import { type EnsuredModel, ensureModel } from '../../models/ensure.ts';
import { type Ffmpeg, findCacheFolder, findFfmpeg, parseConfig } from '../../src/core/index.ts';
import { type Classifier, createClassifier } from '../../src/core/vision/inception.ts';
import type { Precision } from '../../src/core/vision/manifest.ts';

/** The ffmpeg that the product would use here. */
export const openFfmpeg = async (): Promise<Ffmpeg> => (await findFfmpeg(parseConfig(process.env), process.env)).ffmpeg;

export interface NetworkRequest {
  /** Default: the shipped network. */
  readonly name?: string;
  /** Default `int8`. */
  readonly precision?: Precision;
  /** Where built models lie; default as the product. */
  readonly cacheFolder?: string | undefined;
  /** Default 1. */
  readonly threads?: number;
}

/** A network's model, built where it is not there yet. */
export const findModel = ({ name = 'safety', precision = 'int8', cacheFolder }: NetworkRequest = {}) =>
  ensureModel({ name, precision, cacheFolder: cacheFolder ?? findCacheFolder(parseConfig(process.env), process.env) });

/** A network ready to classify; the caller closes it. */
export async function openNetwork(
  request: NetworkRequest = {},
): Promise<{ readonly model: EnsuredModel; readonly classifier: Classifier }> {
  const model = await findModel(request);
  return { model, classifier: await createClassifier({ ...model, threads: request.threads ?? 1 }) };
}
