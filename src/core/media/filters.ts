/** ffmpeg's filters that the product uses, the demo's painting aside: a build without one of them cannot be used. */
export const FILTERS = [
  // Reading a video.
  ...['setpts', 'tpad', 'fps', 'trim', 'select', 'split', 'field', 'scale', 'format', 'setsar'],
  ...['asetpts', 'aresample', 'atrim', 'aformat'],
  // Cutting it exactly, and sheets of its pictures.
  ...['settb', 'tile'],
] as const;
