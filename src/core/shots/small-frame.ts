/** The frame that signals are measured on: RGB24 of 48 x 27 pixels, the whole picture stretched to it by area. */
export const SMALL_FRAME = { width: 48, height: 27 } as const;
export const SMALL_FRAME_BYTES = SMALL_FRAME.width * SMALL_FRAME.height * 3;
