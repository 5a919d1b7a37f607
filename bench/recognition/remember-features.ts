import type { DetailPicture } from '../../src/core/measurements/detail-picture.ts';
import type { FeatureExtractor, LocalFeatures } from '../../src/core/recognition/features.ts';

/** An extractor that keeps the features of every picture it was shown: benches ask for the same ones many times. */
export function rememberFeatures(extractor: FeatureExtractor): FeatureExtractor {
  const known = new WeakMap<DetailPicture, LocalFeatures>();
  return {
    extract(picture) {
      const features = known.get(picture) ?? extractor.extract(picture);
      known.set(picture, features);
      return features;
    },
  };
}
