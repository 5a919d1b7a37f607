/** RGB [height, width, 3] as a BMP file. */
export function encodeBitmap(rgb: Uint8Array, width: number, height: number): Uint8Array {
  const headerBytes = 54;
  const rowBytes = Math.ceil((width * 3) / 4) * 4;
  const file = Buffer.alloc(headerBytes + rowBytes * height);
  file.write('BM', 0, 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(headerBytes, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  // Rows lie from the bottom up, and colours as blue, green, red.
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++)
        file[headerBytes + (height - 1 - y) * rowBytes + x * 3 + (2 - c)] = rgb[(y * width + x) * 3 + c];
  return file;
}
