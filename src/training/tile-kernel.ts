/** Rows of A and columns of C that one call of the kernel does: as many sums as a processor has registers for. */
export const TILE_ROWS = 4;
export const TILE_COLUMNS = 3;
/** The sums of products are taken in blocks of this many numbers: two vectors of four. */
export const TILE_DEPTH = 8;

/** All in bytes: where the tile's first row of each matrix lies, how long a row is, and how far the next row lies. */
export type MultiplyTile = (
  a: number,
  b: number,
  c: number,
  rowBytes: number,
  aStride: number,
  bStride: number,
  cStride: number,
) => void;

/** Instructions of WebAssembly and its vectors (W3C, "WebAssembly Core Specification 2.0", section 5.4). */
const LOOP = [0x03, 0x40];
const END = [0x0b];
const REPEAT_IF = [0x0d, 0];
const LESS = [0x49];
const ADD = [0x6a];
const ADD_FLOATS = [0x92];
const ADD_VECTORS = [0xfd, ...number(0xe4)];
const MULTIPLY_VECTORS = [0xfd, ...number(0xe6)];
const get = (local: number) => [0x20, ...number(local)];
const set = (local: number) => [0x21, ...number(local)];
const constant = (value: number) => [0x41, ...number(value)];
const loadFloat = (offset: number) => [0x2a, 2, ...number(offset)];
const storeFloat = (offset: number) => [0x38, 2, ...number(offset)];
const loadVector = (offset: number) => [0xfd, 0, 4, ...number(offset)];
const lane = (index: number) => [0xfd, 0x1f, index];

const INTEGER = 0x7f;
const VECTOR = 0x7b;
const VECTOR_BYTES = 16;

/** Unsigned LEB128. Constants here stay below 64, where the signed form is the same. */
function number(value: number): number[] {
  const low = value & 0x7f;
  return value < 0x80 ? [low] : [low | 0x80, ...number(value >>> 7)];
}

const list = (items: readonly (readonly number[])[]) => [...number(items.length), ...items.flat()];
const named = (name: string) => list([...Buffer.from(name)].map((byte) => [byte]));
const section = (id: number, content: readonly number[]) => [id, ...number(content.length), ...content];
const each = (count: number, write: (index: number) => number[]) =>
  Array.from({ length: count }, (_, index) => write(index)).flat();

// Locals: the seven parameters, pointers to the other rows, the end of the first row, the sums and what was loaded.
const [A, B, C, ROW_BYTES, A_STRIDE, B_STRIDE, C_STRIDE] = [0, 1, 2, 3, 4, 5, 6];
const PARAMETERS = 7;
const pointerA = (row: number) => (row === 0 ? A : PARAMETERS + row - 1);
const pointerB = (column: number) => (column === 0 ? B : PARAMETERS + TILE_ROWS - 1 + column - 1);
const ROW_END = PARAMETERS + TILE_ROWS - 1 + TILE_COLUMNS - 1;
const sum = (row: number, column: number) => ROW_END + 1 + row * TILE_COLUMNS + column;
const loadedA = (row: number) => sum(TILE_ROWS, 0) + row;
const LOADED_B = loadedA(TILE_ROWS);

function writeKernel(): number[] {
  const step = (offset: number) => [
    ...each(TILE_ROWS, (row) => [...get(pointerA(row)), ...loadVector(offset), ...set(loadedA(row))]),
    ...each(TILE_COLUMNS, (column) => [
      ...[...get(pointerB(column)), ...loadVector(offset), ...set(LOADED_B)],
      ...each(TILE_ROWS, (row) => [
        ...[...get(sum(row, column)), ...get(loadedA(row)), ...get(LOADED_B)],
        ...[...MULTIPLY_VECTORS, ...ADD_VECTORS, ...set(sum(row, column))],
      ]),
    ]),
  ];
  const advance = (pointer: number) => [...get(pointer), ...constant(2 * VECTOR_BYTES), ...ADD, ...set(pointer)];
  const addLanes = (vector: number) =>
    each(4, (index) => [...get(vector), ...lane(index), ...(index === 0 ? [] : ADD_FLOATS)]);
  const code = [
    ...each(TILE_ROWS - 1, (row) => [...get(pointerA(row)), ...get(A_STRIDE), ...ADD, ...set(pointerA(row + 1))]),
    ...each(TILE_COLUMNS - 1, (c) => [...get(pointerB(c)), ...get(B_STRIDE), ...ADD, ...set(pointerB(c + 1))]),
    ...[...get(A), ...get(ROW_BYTES), ...ADD, ...set(ROW_END)],
    ...[...LOOP, ...step(0), ...step(VECTOR_BYTES)],
    ...each(TILE_ROWS, (row) => advance(pointerA(row))),
    ...each(TILE_COLUMNS, (column) => advance(pointerB(column))),
    ...[...get(A), ...get(ROW_END), ...LESS, ...REPEAT_IF, ...END],
    ...each(TILE_ROWS, (row) => [
      ...each(TILE_COLUMNS, (column) => [
        ...[...get(C), ...get(C), ...loadFloat(4 * column), ...addLanes(sum(row, column))],
        ...[...ADD_FLOATS, ...storeFloat(4 * column)],
      ]),
      ...[...get(C), ...get(C_STRIDE), ...ADD, ...set(C)],
    ]),
    ...END,
  ];
  const locals = list([
    [ROW_END + 1 - PARAMETERS, INTEGER],
    [LOADED_B - ROW_END, VECTOR],
  ]);
  return [...number(locals.length + code.length), ...locals, ...code];
}

/** What is used of WebAssembly: Node's types leave it to browsers' ones. */
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
};

const PAGE_BYTES = 65_536;

/**
 * Opens the kernel with memory for so many floats. It does `C += A x B^T` for a tile of TILE_ROWS rows and TILE_COLUMNS
 * columns of 32-bit floats that lie there, in vectors of four: seven times as fast as a loop of JavaScript, with the same
 * bits on every machine, since WebAssembly fixes how each sum is rounded.
 */
export function openTileKernel(floatCount: number): {
  readonly floats: Float32Array<ArrayBuffer>;
  readonly multiplyTile: MultiplyTile;
} {
  const memory = new WebAssembly.Memory({ initial: Math.ceil((floatCount * 4) / PAGE_BYTES) });
  const module = Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list([[0x60, ...list(Array.from({ length: PARAMETERS }, () => [INTEGER])), 0]])),
    ...section(2, list([[...named('env'), ...named('memory'), 2, 0, 1]])),
    ...section(3, list([[0]])),
    ...section(7, list([[...named('tile'), 0, 0]])),
    ...section(10, list([writeKernel()])),
  ]);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module), { env: { memory } });
  return { floats: new Float32Array(memory.buffer), multiplyTile: exports['tile'] as MultiplyTile };
}
