import type { Sighting } from './recogniser.ts';

/** What was found in one frame. */
export interface FrameSightings {
  readonly brands: readonly Sighting[];
  readonly products: readonly Sighting[];
}
