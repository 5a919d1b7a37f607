/** What a key does. */
export type Action =
  | 'frame-back'
  | 'frame-forward'
  | 'shot-back'
  | 'shot-forward'
  | 'scene-back'
  | 'scene-forward'
  | 'break-back'
  | 'break-forward'
  | 'doubt-back'
  | 'doubt-forward'
  | 'seen-back'
  | 'seen-forward'
  | 'to-start'
  | 'to-end'
  | 'toggle-play'
  | 'zoom-in'
  | 'zoom-out'
  | 'zoom-fit'
  | 'open-video'
  | 'toggle-wide'
  | 'toggle-theme'
  | 'toggle-help';

export interface KeyBinding {
  readonly action: Action;
  readonly description: string;
  /** Values of KeyboardEvent.key, lower case; `shift+` before it when Shift must be held. */
  readonly keys: readonly string[];
  /** How the keys read in the help dialog. */
  readonly shown: readonly string[];
}

/** Every key of the page; the help dialog and the keyboard both read this table. */
export const KEY_BINDINGS: readonly KeyBinding[] = [
  { action: 'toggle-play', description: 'Play or pause', keys: [' ', 'k'], shown: ['Space', 'K'] },
  { action: 'frame-back', description: 'One frame back', keys: ['arrowleft'], shown: ['←'] },
  { action: 'frame-forward', description: 'One frame on', keys: ['arrowright'], shown: ['→'] },
  { action: 'shot-back', description: 'Previous shot', keys: ['shift+arrowleft', 'arrowup'], shown: ['Shift ←', '↑'] },
  {
    action: 'shot-forward',
    description: 'Next shot',
    keys: ['shift+arrowright', 'arrowdown'],
    shown: ['Shift →', '↓'],
  },
  { action: 'scene-back', description: 'Previous scene', keys: ['['], shown: ['['] },
  { action: 'scene-forward', description: 'Next scene', keys: [']'], shown: [']'] },
  { action: 'break-forward', description: 'Next story break', keys: ['b'], shown: ['B'] },
  { action: 'break-back', description: 'Previous story break', keys: ['shift+b'], shown: ['Shift B'] },
  { action: 'doubt-forward', description: 'Next boundary, least sure first', keys: ['d'], shown: ['D'] },
  { action: 'doubt-back', description: 'Previous boundary in that order', keys: ['shift+d'], shown: ['Shift D'] },
  {
    action: 'seen-forward',
    description: 'Where a label, brand or product begins to be seen',
    keys: ['n'],
    shown: ['N'],
  },
  { action: 'seen-back', description: 'Where the previous one begins', keys: ['shift+n'], shown: ['Shift N'] },
  { action: 'to-start', description: 'To the start', keys: ['home'], shown: ['Home'] },
  { action: 'to-end', description: 'To the end', keys: ['end'], shown: ['End'] },
  { action: 'zoom-in', description: 'Zoom the timeline in', keys: ['+', '='], shown: ['+'] },
  { action: 'zoom-out', description: 'Zoom the timeline out', keys: ['-', '_'], shown: ['−'] },
  { action: 'zoom-fit', description: 'Show the whole video', keys: ['0'], shown: ['0'] },
  { action: 'open-video', description: 'Open the video file', keys: ['o'], shown: ['O'] },
  { action: 'toggle-wide', description: 'Wide lists and a small player', keys: ['w'], shown: ['W'] },
  { action: 'toggle-theme', description: 'Light or dark', keys: ['t'], shown: ['T'] },
  { action: 'toggle-help', description: 'This help', keys: ['?'], shown: ['?'] },
];

/** Keys that scroll: they do so where the reader scrolls, and move the playhead only in the player or the timeline. */
const SCROLLING = new Set(['arrowup', 'arrowdown']);

export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  /** Ctrl, Alt or Meta: the browser's own shortcuts stay the browser's. */
  readonly otherModifier: boolean;
  /** What has the focus: a field that takes text or arrows, a control that Space presses, the player, or the page. */
  readonly focus: 'field' | 'control' | 'player' | 'page';
}

/** The action of a key press, or null when the key belongs to what has the focus. */
export function findAction({ key, shiftKey, otherModifier, focus }: KeyPress): Action | null {
  const name = key.toLowerCase();
  if (otherModifier || focus === 'field') return null;
  if (focus === 'control' && name === ' ') return null;
  if (focus !== 'player' && SCROLLING.has(name)) return null;
  const shifted = KEY_BINDINGS.find(({ keys }) => shiftKey && keys.includes(`shift+${name}`));
  return (shifted ?? KEY_BINDINGS.find(({ keys }) => keys.includes(name)))?.action ?? null;
}
