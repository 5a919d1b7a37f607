/** Longest side of a thumbnail, in pixels: sharp enough on a card of the report, some 10 KB. */
export const THUMBNAIL_WIDTH = 320;
