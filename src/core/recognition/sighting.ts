/** A brand or product that was found in one frame. */
export interface Sighting {
  /** Which item of the index. */
  readonly item: number;
  /** 0..1, calibrated: about the share of such sightings that are right. */
  readonly confidence: number;
  /** Local features that agree on one place, size and angle; 0 where the embedding alone speaks. */
  readonly inliers: number;
  /** Left, top, right, bottom in shares of the picture's width and height. */
  readonly box: readonly [left: number, top: number, right: number, bottom: number];
  readonly evidence: 'local-features' | 'embedding' | 'both';
}

/** What was found in one frame. */
export interface FrameSightings {
  readonly brands: readonly Sighting[];
  readonly products: readonly Sighting[];
}

export const NO_SIGHTINGS: FrameSightings = { brands: [], products: [] };
