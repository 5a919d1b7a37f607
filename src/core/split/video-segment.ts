/** A segment of a video as it was written. */
export interface VideoSegment {
  /** Name of the file in the segments' folder. */
  readonly file: string;
  /** Where it was to begin, and where it begins; frames of the whole video. */
  readonly wantedStartFrame: number;
  readonly startFrame: number;
  /** The first frame that no longer belongs to it. */
  readonly endFrame: number;
  /** Pictures that it shows, counted in the file. */
  readonly frames: number;
  /** Pictures at its start that refer to the segment before: no player can show them. */
  readonly lostFrames: number;
}
