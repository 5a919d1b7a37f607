/** An item seen in a picture. */
export interface Detection {
  readonly item: number;
  /** 0..1: about the share of such detections that are right. */
  readonly confidence: number;
  /** Distinct features that agree on where the item lies. */
  readonly inliers: number;
  /** What the features cover, in shares 0..1 of the picture. */
  readonly box: readonly [left: number, top: number, right: number, bottom: number];
}

/** What was found in one frame. */
export interface FrameDetections {
  readonly brands: readonly Detection[];
  readonly products: readonly Detection[];
}
