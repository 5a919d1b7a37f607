/** RGB24, 8 bits a channel: `rgb` is [height, width, 3]. At most `DETAIL_WIDTH` pixels long where it was read here. */
export interface DetailPicture {
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
}
