const NAMES = [
  'page',
  'surface',
  'raised',
  'line',
  'line-strong',
  'text',
  'muted',
  'accent',
  'on-accent',
  'safe',
  'safe-soft',
  'review',
  'review-soft',
  'unsafe',
  'unsafe-soft',
  'scene-even',
  'scene-odd',
  'shot-even',
  'shot-odd',
  'cue-black',
  'cue-white',
  'cue-silence',
  'cue-freeze',
  'cue-color-bars',
  'cue-slate',
  'cue-end-credits',
  'track-label',
  'track-label-2',
  'track-brand',
  'track-product',
  'playhead',
] as const;

export type Palette = Readonly<Record<(typeof NAMES)[number], string>>;

/** The style sheet's colours as the canvas needs them: computed, so `light-dark()` is decided. */
export function readPalette(): Palette {
  const probe = document.createElement('i');
  document.body.append(probe);
  const entries = NAMES.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color] as const;
  });
  probe.remove();
  return Object.fromEntries(entries) as Palette;
}
