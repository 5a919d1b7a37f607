/** Longest name of a file on common file systems, in bytes. */
const MAX_NAME_BYTES = 255;
const MIN_DIGITS = 3;
const EXTENSION = /\.[A-Za-z0-9]{1,5}$/;

/**
 * Name of a segment of a video: its name without the extension, the segment's number from 1, an extension. What a
 * terminal, a file system or ffmpeg's patterns would stumble over becomes `_`; what is too long is cut.
 *
 * @param position of the segment, from 0
 * @param count of all segments, which the number has digits for
 * @example nameSegment('harbour.mp4', 0, 12, 'mp4') // 'harbour-001.mp4'
 */
export function nameSegment(videoName: string, position: number, count: number, extension: string): string {
  const digits = Math.max(MIN_DIGITS, String(count).length);
  const end = `-${String(position + 1).padStart(digits, '0')}.${extension}`;
  return `${plainStem(videoName, MAX_NAME_BYTES - Buffer.byteLength(end))}${end}`;
}

function plainStem(videoName: string, maxBytes: number): string {
  const stem = videoName.replace(EXTENSION, '').replace(/\p{Cs}/gu, '_');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among what is replaced
  const characters = [...stem.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufffd<>:"/\\|?*%]/g, '_')];
  while (Buffer.byteLength(characters.join('')) > maxBytes) characters.pop();
  // Neither hidden nor taken for an option.
  return characters.join('').replace(/^[.-]/, '_') || 'video';
}
