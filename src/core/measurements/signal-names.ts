/** The earlier pictures that a picture is compared with. Halves and doubles of a lag are lags, so that 60 fps can be read as 30. */
export const LAGS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64] as const;
/** Half the spans over which three pictures are compared: now, `span` pictures ago, `2 span` pictures ago. */
export const SPANS = [4, 8, 16, 32] as const;

/**
 * Names of a row's values, in order. "Pictures ago" counts distinct pictures: a repeated frame is not a picture. A
 * picture that lies further back than CONTEXT_FRAMES frames is replaced by the oldest one within them.
 * - `duplicate`: 1 when the frame repeats the one before it byte for byte, else 0. Then the differences are 0.
 * - `luma-mean`, `luma-deviation`, `luma-low` (2 % of the pixels are darker), `luma-high` (2 % are lighter): 0..1
 * - `colorfulness`: mean distance from grey, 0..1
 * - `place-1`, `place-32`: mean absolute RGB difference from the picture 1 and 32 ago, 0..1, see `placeDifference`
 * - `color-bars`: 1 when the frame looks like a colour bar test pattern, else 0
 * - `structure-N`, `color-N`: differences from the picture N ago, see `structureDifference`, `colorDifference`
 * - `mix-N`, `split-N`, `share-N`: how the picture N ago lies between now and 2 N ago, see `betweenness`
 * - `kept-1`, `tone-1`: the share of the picture that is as it was in the picture 1 ago (1 in a repeated frame), and how
 *   little the rest follows from what it was by a change of light, 0..1, see `compareInPlace`
 */
export const SIGNALS: readonly string[] = [
  'duplicate',
  'luma-mean',
  'luma-deviation',
  'luma-low',
  'luma-high',
  'colorfulness',
  'color-bars',
  'place-1',
  'place-32',
  ...LAGS.flatMap((lag) => [`structure-${lag}`, `color-${lag}`]),
  ...SPANS.flatMap((span) => [`mix-${span}`, `split-${span}`, `share-${span}`]),
  'kept-1',
  'tone-1',
];
export const SIGNAL_COUNT = SIGNALS.length;

/** Position of a signal in a row. */
export function signalIndex(name: string): number {
  const index = SIGNALS.indexOf(name);
  if (index < 0) throw new RangeError(`No signal is named ${JSON.stringify(name)}; the names are in SIGNALS`);
  return index;
}
