/** Azimuths of 60 to 120 degrees count half as much again: ITU-R BS.1770-4, annex 1, tables 3 and 4. */
const SURROUND = 1.41;

/**
 * Channel layouts by the names that ffmpeg prints, and the weight of each channel in ITU-R BS.1770-4, in ffmpeg's order.
 * The low-frequency channel counts nothing. Side channels are surrounds, and so are back channels where there are no
 * side ones (5.1 is coded both ways); channels behind the listener count as those in front.
 */
const WEIGHTS: { readonly [layout: string]: readonly number[] } = {
  mono: [1],
  stereo: [1, 1],
  '2.1': [1, 1, 0],
  '3.0': [1, 1, 1],
  '3.0(back)': [1, 1, 1],
  '3.1': [1, 1, 1, 0],
  '4.0': [1, 1, 1, 1],
  quad: [1, 1, SURROUND, SURROUND],
  'quad(side)': [1, 1, SURROUND, SURROUND],
  '5.0': [1, 1, 1, SURROUND, SURROUND],
  '5.0(side)': [1, 1, 1, SURROUND, SURROUND],
  '5.1': [1, 1, 1, 0, SURROUND, SURROUND],
  '5.1(side)': [1, 1, 1, 0, SURROUND, SURROUND],
  '6.1': [1, 1, 1, 0, 1, SURROUND, SURROUND],
  '7.1': [1, 1, 1, 0, 1, 1, SURROUND, SURROUND],
};

export interface MeasuredLayout {
  /** ffmpeg's name: what the sound is decoded to. */
  readonly name: string;
  readonly weights: readonly number[];
}

/** The layout that a track is measured in: its own, or for rare and unknown ones a downmix to stereo. */
export function chooseLayout(trackLayout: string | null): MeasuredLayout {
  const name = trackLayout !== null && Object.hasOwn(WEIGHTS, trackLayout) ? trackLayout : 'stereo';
  return { name, weights: WEIGHTS[name] };
}
