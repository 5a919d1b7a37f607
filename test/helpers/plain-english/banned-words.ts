/**
 * Words of a private dialect, and what the field says instead. Single words: in names, messages, comments and documents,
 * in any of these endings.
 */
export const WORDS: Readonly<Record<string, string>> = {
  'wish wishes wished': 'input, request, options',
  'witness witnesses': 'evidence',
  'watcher watchers': 'detector',
  'sighting sightings': 'detection',
  'placing placings': 'pose',
  knowledge: 'inputs',
  'desk desks': 'multipart uploads',
  'ticket tickets': 'session',
  'seam seams': 'chunk mismatch, where chunks meet',
  'piece pieces': 'chunk (of work), segment (of a video that was split), part',
  'compete competes competing': 'background classes, exclude each other',
  haste: 'rate',
  'situation situations': 'state',
  'advisor advisors advise advises': 'hint',
  lacking: 'missing',
  anew: 'again',
  whoever: 'the caller, the deployer, the holder',
};

/** Words that are private in a name, one after the other. */
export const NAMES: Readonly<Record<string, string>> = {
  'watch list': 'targets',
  'can be cut': 'isSplittable',
  'measure whole': 'single chunk',
  'read whole': 'withSource',
  'assert whole': 'assertFullyRead',
  'ask ffmpeg': 'queryFfmpeg',
  'ask by link': 'fetch-signed-url',
  'tell picture': 'sniffImageFormat',
  'foreign bytes': 'assertVideoBytes',
  'at once': '..._CONCURRENCY, ..._BATCH, p-map',
  'break free': 'noBreakRanges',
  'look for': 'detect',
};

/** Constants that are the limits of something. */
export const LIMITS: Readonly<Record<string, string>> = { most: 'MAX_', least: 'MIN_' };

/** Folders that said what only their makers knew. */
export const FOLDERS: Readonly<Record<string, string>> = {
  pieces: 'split',
  stills: 'thumbnails',
  peers: 'vendors',
  cloud: 'cloud-shared',
};

/** Turns of phrase, in messages, comments and documents. */
export const PHRASES: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [
    /(?<!\bthere )\b(?:is|are|was|were) no (?!longer\b|more\b|better\b|faster\b|less\b|clear\b)[a-z/`\d]/i,
    'is not a ..., is not ...',
  ],
  [/\bis none that\b/, 'is not one of those that'],
  [/\bspeaks? (?:for|against|of)\b/, 'supports, counts against, is about'],
  [/\bevidence speaks?\b/, 'evidence supports'],
  [/\b(?:look|looks|looked|looking) for\b/i, 'search for, detect, requested'],
  [/\b(?:nobody|somebody) (?:looked|looks|judged|searched)\b/i, 'not assessed'],
  [/\bkinds? of none\b/, 'background class'],
  [/\btells? what is in\b/i, 'reports what it contains'],
  [
    /--(?:break-free|without|hidden|model|compete)\b(?!-)/,
    '--no-break-ranges, --skip, --hidden-units, --extra-model, --background-classes',
  ],
];

/** What stands where a word is meant otherwise, and why. `text` is part of the line or of the file's path. */
export const EXCEPTIONS: readonly { readonly file: RegExp; readonly text: string; readonly reason: string }[] = [
  { file: /^docs\/moving\.md$/, text: "Google's Knowledge", reason: 'the name of a product of Google' },
];
