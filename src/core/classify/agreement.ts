/** What a sample belongs to. */
export interface PlacedSample {
  readonly frame: number;
  readonly shot: number;
}

/** Samples this far apart show one moment of a shot. */
const WINDOW_SECONDS = 1;
/** Across a cut only the next sample counts, and no further one than this. */
const REACH_SECONDS = 1.5;
/** A sample that no other of its shot bears out counts one step of risk less. */
const ALONE = 1;

/** What is left of a sample's level when those around it are heard. */
export interface AgreedLevel {
  readonly level: number;
  /** The sample whose own level decided. */
  readonly sample: number;
}

/**
 * What samples agree on, so that no single picture decides: of each sample the lower median of the levels around it in its
 * own shot, within a second and at least over one neighbour on each side. A run that fills more than half of that time
 * keeps its height and its edges. A sample that is alone in its shot counts one step less, unless both the sample before
 * and the one after, of other shots, bear it out.
 *
 * @param levels of the samples, on the scale of risks
 */
export function agreeLevels(
  levels: readonly number[],
  places: readonly PlacedSample[],
  framesPerSecond: number,
): AgreedLevel[] {
  const medianOf = (samples: readonly number[]): AgreedLevel => {
    const sorted = samples.toSorted((a, b) => levels[a] - levels[b] || a - b);
    const sample = sorted[(sorted.length - 1) >> 1];
    return { level: levels[sample], sample };
  };
  return places.map((place, i) => {
    const around = samplesAround(places, i, WINDOW_SECONDS * framesPerSecond);
    if (around.length > 1) return medianOf(around);
    const alone = { level: Math.max(0, levels[i] - ALONE), sample: i };
    const reach = REACH_SECONDS * framesPerSecond;
    const beside = [i - 1, i + 1].filter((j) => places[j] && Math.abs(places[j].frame - place.frame) <= reach);
    if (beside.length < 2) return alone;
    const shared = Math.min(levels[i], levels[i - 1], levels[i + 1]);
    return shared > alone.level ? { level: shared, sample: i } : alone;
  });
}

/** Samples of the same shot, near in time, itself among them. */
function samplesAround(places: readonly PlacedSample[], i: number, halfWindowFrames: number): number[] {
  const { frame, shot } = places[i];
  const isNear = (j: number) =>
    places[j]?.shot === shot && (Math.abs(j - i) <= 1 || Math.abs(places[j].frame - frame) <= halfWindowFrames);
  let first = i;
  let last = i;
  while (isNear(first - 1)) first--;
  while (isNear(last + 1)) last++;
  return Array.from({ length: last - first + 1 }, (_, k) => first + k);
}
