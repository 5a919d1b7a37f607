/** The part of a video that an analysis is of, on the grid of the whole file. */
export interface VideoPart {
  /** Half open range of grid frames. */
  readonly startFrame: number;
  readonly endFrame: number;
  /** Whether it goes on to the end of the file, whatever lies there; false: what follows was not asked for. */
  readonly toEnd: boolean;
  /** Whether decoding begins near the part; false: at the start of the file, because no search finds the middle. */
  readonly isSought: boolean;
}

/** All of a video. */
export const wholeVideo = ({
  frameCount,
  isSplittable,
}: {
  readonly frameCount: number;
  readonly isSplittable: boolean;
}): VideoPart => ({ startFrame: 0, endFrame: frameCount, toEnd: true, isSought: isSplittable });

/** Whether the sound is decoded from near the part, in a pass of its own: from the start it comes with the pictures. */
export const listensFromMiddle = ({ startFrame, isSought }: Pick<VideoPart, 'startFrame' | 'isSought'>): boolean =>
  startFrame > 0 && isSought;

/** Whether a part is less than the whole video. */
export const isPartOnly = (
  { startFrame, endFrame }: Pick<VideoPart, 'startFrame' | 'endFrame'>,
  { frameCount }: { readonly frameCount: number },
): boolean => startFrame > 0 || endFrame < frameCount;
