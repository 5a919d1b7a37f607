/** An item seen in a picture. */
export interface Sighting {
  readonly item: number;
  /** 0..1: about the share of such sightings that are right. */
  readonly confidence: number;
  /** Distinct features that agree on where the item lies. */
  readonly inliers: number;
  /** What the features cover, in shares 0..1 of the picture. */
  readonly box: readonly [left: number, top: number, right: number, bottom: number];
}

/** What was found in one frame. */
export interface FrameSightings {
  readonly brands: readonly Sighting[];
  readonly products: readonly Sighting[];
}
