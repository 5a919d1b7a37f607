import { html, type Markup, trustMarkup } from '../markup.ts';

/** Strokes on a 24 x 24 grid; `currentColor` draws them. */
const PATHS = {
  play: '<path d="M7 4.5v15l12-7.5z" fill="currentColor"/>',
  pause: '<path d="M8 5v14M16 5v14" stroke-width="3.5"/>',
  'frame-back': '<path d="M14 6l-6 6 6 6"/>',
  'frame-forward': '<path d="M10 6l6 6-6 6"/>',
  'shot-back': '<path d="M18 6l-6 6 6 6M7 6v12"/>',
  'shot-forward': '<path d="M6 6l6 6-6 6M17 6v12"/>',
  'scene-back': '<path d="M19 6l-6 6 6 6M12 6l-6 6 6 6"/>',
  'scene-forward': '<path d="M5 6l6 6-6 6M12 6l6 6-6 6"/>',
  'break-forward': '<path d="M12 3v18M8 7l4-4 4 4M8 17l4 4 4-4"/>',
  folder: '<path d="M3 7a2 2 0 012-2h4l2 2.5h8a2 2 0 012 2V17a2 2 0 01-2 2H5a2 2 0 01-2-2z"/>',
  download: '<path d="M12 4v11M7 11l5 5 5-5M5 20h14"/>',
  theme: '<circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 010 16z" fill="currentColor"/>',
  help: '<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.6 2.6 0 115 .8c0 1.7-2.5 2-2.5 3.7M12 17.2v.1"/>',
  'zoom-in': '<path d="M12 5v14M5 12h14"/>',
  'zoom-out': '<path d="M5 12h14"/>',
  fit: '<path d="M3 12h18M7 8l-4 4 4 4M17 8l4 4-4 4"/>',
  sound: '<path d="M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 9a4 4 0 010 6M18 6.5a8 8 0 010 11"/>',
  muted: '<path d="M4 9.5v5h3.5L12 19V5L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5"/>',
  wide: '<rect x="3" y="5" width="18" height="14" rx="2"/><path d="M9.5 5v14M17 9.5L14.5 12l2.5 2.5"/>',
  close: '<path d="M6 6l12 12M18 6L6 18"/>',
  film: '<rect x="3" y="5" width="18" height="14" rx="2"/><path d="M7.5 5v14M16.5 5v14M3 9.7h4.5M3 14.3h4.5M16.5 9.7H21M16.5 14.3H21"/>',
  safe: '<circle cx="12" cy="12" r="9"/><path d="M8 12.3l2.8 2.8L16 9.6"/>',
  review: '<path d="M12 4L2.8 19.5h18.4zM12 10v4.6M12 17v.1"/>',
  unsafe: '<path d="M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM12 7.5v5.6M12 16.4v.1"/>',
  unknown: '<circle cx="12" cy="12" r="9" stroke-dasharray="3.2 3"/><path d="M8.5 12h7"/>',
} as const;

/** The shapes of transitions, on a 16 x 12 grid; the shots lane draws the same. */
const GLYPHS = {
  cut: '<path d="M8 0v12"/>',
  dissolve: '<path d="M1 1l14 10M1 11L15 1"/>',
  fade: '<path d="M1 11L15 1v10z" fill="currentColor"/>',
  wipe: '<path d="M1 11L6 1M6 11l5-10M11 11l4-8"/>',
} as const;

const defineSymbols = (prefix: string, viewBox: string, paths: Readonly<Record<string, string>>): string =>
  Object.entries(paths)
    .map(([name, path]) => `<symbol id="${prefix}-${name}" viewBox="${viewBox}">${path}</symbol>`)
    .join('');

export type IconName = keyof typeof PATHS;

/** All icons and glyphs once, hidden; what shows one refers to it. */
export const iconSprite: Markup = trustMarkup(
  `<svg width="0" height="0" class="sprite" aria-hidden="true" focusable="false">${defineSymbols('icon', '0 0 24 24', PATHS)}${defineSymbols('glyph', '0 0 16 12', GLYPHS)}</svg>`,
);

/** An icon the size of the text; hidden from assistive technology, so its control needs a name. */
export const icon = (name: IconName): Markup =>
  html`<svg class="icon" aria-hidden="true" focusable="false"><use href="#icon-${name}"/></svg>`;
