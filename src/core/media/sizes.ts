/** Longest side of a thumbnail, in pixels: sharp enough on a card of the report, some 10 KB. */
export const THUMBNAIL_WIDTH = 320;
/** Pixels of the longer side in which brands and products are detected: small logos are lost in less. */
export const DETAIL_WIDTH = 640;
