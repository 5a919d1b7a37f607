import type { FileFacts, StreamFacts } from './facts.ts';

/** Cover pictures and pictures for a player's seek bar are not videos. */
const isVideo = ({ codec_type, disposition }: StreamFacts): boolean =>
  codec_type === 'video' && !disposition.attached_pic && !disposition.timed_thumbnails && !disposition.still_image;

/**
 * Tracks of pictures in the order in which a player would choose: those of the first programme that has any before
 * others, tracks marked as default before others, then as they lie in the file. A track of a single picture (a poster)
 * comes after those of more; `countPictures` gives null where that is not known.
 */
export function rankVideos(facts: FileFacts, countPictures: (stream: StreamFacts) => number | null): StreamFacts[] {
  const isPoster = (stream: StreamFacts) => (countPictures(stream) === 1 ? 1 : 0);
  return rank(facts, facts.streams.filter(isVideo), isPoster);
}

/** Tracks of sound in the order in which a player would choose beside this track of pictures: those of its programme first. */
export function rankSounds(facts: FileFacts, video: StreamFacts): StreamFacts[] {
  const own = programOf(facts, video);
  const isElsewhere = (stream: StreamFacts) => (programOf(facts, stream) === own ? 0 : 1);
  return rank(
    facts,
    facts.streams.filter(({ codec_type }) => codec_type === 'audio'),
    isElsewhere,
  );
}

function rank(
  facts: FileFacts,
  streams: readonly StreamFacts[],
  first: (stream: StreamFacts) => number,
): StreamFacts[] {
  const order = (stream: StreamFacts) => [
    first(stream),
    programOf(facts, stream),
    stream.disposition.default ? 0 : 1,
    stream.index,
  ];
  return streams.toSorted((a, b) => {
    const [x, y] = [order(a), order(b)];
    const at = x.findIndex((value, i) => value !== y[i]);
    return at < 0 ? 0 : x[at]! - y[at]!;
  });
}

/** Position of a track's programme in the file; tracks of none come last. */
function programOf({ programs }: FileFacts, { index }: StreamFacts): number {
  const at = programs.findIndex(({ streams }) => streams.some((stream) => stream.index === index));
  return at < 0 ? programs.length : at;
}

/** For people, for example `track 0 (h264, 320 x 180)`. */
const describeVideo = ({ index, codec_name, width, height }: StreamFacts): string =>
  `track ${index} (${codec_name}, ${width} x ${height})`;
const describeSound = ({ index, codec_name, channels }: StreamFacts): string =>
  `track ${index} (${codec_name}, ${channels} channel${channels === 1 ? '' : 's'})`;

/** Sentences for people where there was a choice between tracks. */
export function describeChoices(
  videos: readonly StreamFacts[],
  video: StreamFacts,
  sounds: readonly StreamFacts[],
  sound: StreamFacts | null,
): string[] {
  const sentences: string[] = [];
  const others = videos.filter((stream) => stream !== video);
  if (others.length > 0)
    sentences.push(
      `Of ${videos.length} tracks of pictures ${describeVideo(video)} was analysed, as a player would choose; ` +
        `not ${listFew(others.map(describeVideo))}.`,
    );
  const otherSounds = sounds.filter((stream) => stream !== sound);
  if (sound && otherSounds.length > 0)
    sentences.push(
      `Of ${sounds.length} tracks of sound ${describeSound(sound)} was measured; not ${listFew(otherSounds.map(describeSound))}.`,
    );
  if (!sound && sounds.length > 0)
    sentences.push(
      `No track of sound can be decoded: ${listFew(sounds.map(describeSound))}. The sound was not measured.`,
    );
  return sentences;
}

const FEW = 4;
const listFew = (names: readonly string[]): string =>
  names.slice(0, FEW).join(', ') + (names.length > FEW ? ` and ${names.length - FEW} more` : '');
