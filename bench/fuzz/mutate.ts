import type { Random } from '../../src/core/math/random.ts';

/** Changes bytes; `other` is a file of another format, or the same. */
type Mutation = (bytes: Buffer, random: Random, other: Buffer) => Buffer;

const below = (random: Random, end: number): number => Math.floor(random() * end);

/** Where the headers are, in most formats. */
const HEAD_BYTES = 1024;

/** A place in a file, in its head half of the time. */
const place = ({ length }: Buffer, random: Random): number =>
  below(random, random() < 0.5 ? Math.min(length, HEAD_BYTES) : length);

/** A part of a file: mostly short, sometimes half of it. */
function span(bytes: Buffer, random: Random): readonly [start: number, end: number] {
  const start = place(bytes, random);
  const longest = Math.max(1, Math.floor(bytes.length / 2));
  return [start, Math.min(bytes.length, start + 1 + Math.floor(longest ** random()))];
}

const EXTREMES = [
  ...['00', '01', '7f', '80', 'fe', 'ff'],
  ...['0000', '0001', '7fff', '8000', 'ffff'],
  ...['00000000', '00000001', '0000ffff', '00010000', '7fffffff', '80000000', 'fffffff0', 'ffffffff'],
  ...['0000000000000001', '00000000ffffffff', '7fffffffffffffff', '8000000000000000', 'ffffffffffffffff'],
].map((hex) => Buffer.from(hex, 'hex'));

/** Writes an extreme value over what stands at a position, the last byte first as often as not. */
function putExtreme(bytes: Buffer, random: Random, position: number, lengths: readonly number[]): Buffer {
  const fitting = EXTREMES.filter(({ length }) => lengths.includes(length));
  const value = Buffer.from(fitting[below(random, fitting.length)]!);
  const result = Buffer.from(bytes);
  (random() < 0.5 ? value.reverse() : value).copy(result, Math.max(0, Math.min(position, bytes.length - value.length)));
  return result;
}

/** IDs of Matroska's elements; a size of one to eight bytes follows. */
const MATROSKA_IDS = ['1a45dfa3', '18538067', '1654ae6b', '1f43b675', '1549a966', 'ae', 'e0', 'e1', 'a3', '63a2'].map(
  (hex) => Buffer.from(hex, 'hex'),
);

/** Positions of sizes: before the names of MP4's boxes, behind those of AVI's chunks and the IDs of Matroska's elements. */
function findSizes(bytes: Buffer): number[] {
  const names = [...bytes.toString('latin1').matchAll(/[A-Za-z][A-Za-z0-9]{2}[A-Za-z0-9 ]/g)];
  const ofNames = names.flatMap(({ index }) => [index - 4, index + 4]);
  const ofIds = bytes.readUInt32BE(0) === 0x1a45dfa3 ? MATROSKA_IDS.flatMap((id) => findAll(bytes, id)) : [];
  return [...ofNames, ...ofIds].filter((position) => position >= 0 && position < bytes.length);
}

function findAll(bytes: Buffer, wanted: Buffer): number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(wanted); at >= 0 && found.length < 100; at = bytes.indexOf(wanted, at + 1))
    found.push(at + wanted.length);
  return found;
}

/** What is done to files, by name. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  bits(bytes, random) {
    const result = Buffer.from(bytes);
    for (let left = 1 + below(random, 64); left > 0; left--) result[place(bytes, random)]! ^= 1 << below(random, 8);
    return result;
  },
  noise(bytes, random) {
    const result = Buffer.from(bytes);
    const [start, end] = span(bytes, random);
    for (let i = start; i < end; i++) result[i] = below(random, 256);
    return result;
  },
  zeros(bytes, random) {
    return Buffer.from(bytes).fill(0, ...span(bytes, random));
  },
  swap(bytes, random) {
    const [a, b] = [span(bytes, random), span(bytes, random)].sort(([x], [y]) => x - y) as [
      [number, number],
      [number, number],
    ];
    const [end, start] = [Math.min(a[1], b[0]), b[0]];
    const part = (from: number, to: number) => bytes.subarray(from, to);
    return Buffer.concat([
      part(0, a[0]),
      part(start, b[1]),
      part(end, start),
      part(a[0], end),
      part(b[1], bytes.length),
    ]);
  },
  duplicate(bytes, random) {
    const [start, end] = span(bytes, random);
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
  },
  remove(bytes, random) {
    const [start, end] = span(bytes, random);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
  },
  truncate(bytes, random) {
    return Buffer.from(bytes.subarray(0, 1 + place(bytes, random)));
  },
  extreme(bytes, random) {
    return putExtreme(bytes, random, place(bytes, random), [1, 2, 4, 8]);
  },
  size(bytes, random) {
    const sizes = findSizes(bytes);
    const position = sizes[below(random, sizes.length)] ?? place(bytes, random);
    return putExtreme(bytes, random, position, [1, 4, 8]);
  },
  splice(bytes, random, other) {
    return Buffer.concat([bytes.subarray(0, 1 + place(bytes, random)), other.subarray(place(other, random))]);
  },
  insert(bytes, random, other) {
    const at = place(bytes, random);
    return Buffer.concat([bytes.subarray(0, at), other.subarray(...span(other, random)), bytes.subarray(at)]);
  },
};

const NAMES = Object.keys(MUTATIONS);
/** Inputs do not grow without end. */
const MAX_BYTES = 8 * 1024 * 1024;

/** A file with one to three mutations, and their names. The same numbers give the same bytes. */
export function mutate(
  bytes: Buffer,
  other: Buffer,
  random: Random,
): { readonly names: string; readonly bytes: Buffer } {
  let result = bytes;
  const names: string[] = [];
  for (let left = 1 + below(random, 3); left > 0; left--) {
    const name = NAMES[below(random, NAMES.length)]!;
    // A file that was cut to a few bytes has no room for more.
    if (result.length < 16) break;
    names.push(name);
    result = MUTATIONS[name]!(result, random, other).subarray(0, MAX_BYTES);
  }
  return { names: names.join('+'), bytes: result };
}
