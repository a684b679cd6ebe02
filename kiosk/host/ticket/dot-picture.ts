/** Rows from the top, 8 dots a byte, most significant bit left; dots beyond the width are white. */
export interface DotPicture {
  readonly widthDots: number;
  readonly heightDots: number;
  readonly bytesAcross: number;
  readonly rows: Uint8Array;
}
