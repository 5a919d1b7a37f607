export { nameTile, writeContactSheets } from './contact-sheet.ts';
export { listStills, listStillsEvery, STILL_PLACES, type StillPlace } from './still-frames.ts';
export { STILL_FORMAT_NAMES, STILL_FORMATS, type StillFormat, sizeStill, takeStills } from './take-stills.ts';
