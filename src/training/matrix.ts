import { openTileKernel, TILE_COLUMNS, TILE_DEPTH, TILE_ROWS } from './tile-kernel.ts';

/** Numbers in rows: `values` is Float32Array [rows, columns], row major. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

export const createMatrix = (rows: number, columns: number): Matrix => ({
  rows,
  columns,
  values: new Float32Array(rows * columns),
});

export const rowOf = ({ values, columns }: Matrix, row: number): Float32Array =>
  values.subarray(row * columns, (row + 1) * columns);

export function takeRows(matrix: Matrix, rows: readonly number[]): Matrix {
  const taken = createMatrix(rows.length, matrix.columns);
  for (const [i, row] of rows.entries()) taken.values.set(rowOf(matrix, row), i * matrix.columns);
  return taken;
}

/** The rows of `a`, then those of `b`. */
export function stackRows(a: Matrix, b: Matrix): Matrix {
  const both = createMatrix(a.rows + b.rows, a.columns);
  both.values.set(a.values);
  both.values.set(b.values, a.values.length);
  return both;
}

export function transpose({ rows, columns, values }: Matrix): Matrix {
  const turned = createMatrix(columns, rows);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      turned.values[column * rows + row] = values[row * columns + column];
  return turned;
}

// Blocks that stay in the processor's nearer caches: whole tiles each.
const BLOCK_ROWS = 64;
const BLOCK_COLUMNS = 96;
const BLOCK_DEPTH = 512;

const A_START = 0;
const B_START = A_START + BLOCK_ROWS * BLOCK_DEPTH;
const C_START = B_START + BLOCK_COLUMNS * BLOCK_DEPTH;
const FLOATS = C_START + BLOCK_ROWS * BLOCK_COLUMNS;

const { floats, multiplyTile } = openTileKernel(FLOATS);

/** `a` [n, d] times the transpose of `b` [m, d]: [n, m]. Sums run in a fixed order, in 32-bit floats. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const product = createMatrix(a.rows, b.rows);
  for (let from = 0; from < a.columns; from += BLOCK_DEPTH) {
    const depth = Math.min(BLOCK_DEPTH, a.columns - from);
    const stride = Math.ceil(depth / TILE_DEPTH) * TILE_DEPTH;
    for (let column = 0; column < b.rows; column += BLOCK_COLUMNS) {
      const columns = Math.min(BLOCK_COLUMNS, b.rows - column);
      copyBlock(b, { row: column, rows: columns, from, depth, stride }, B_START);
      for (let row = 0; row < a.rows; row += BLOCK_ROWS) {
        const rows = Math.min(BLOCK_ROWS, a.rows - row);
        copyBlock(a, { row, rows, from, depth, stride }, A_START);
        multiplyBlock(rows, columns, stride);
        for (let y = 0; y < rows; y++)
          for (let x = 0; x < columns; x++)
            product.values[(row + y) * b.rows + column + x] += floats[C_START + y * BLOCK_COLUMNS + x];
      }
    }
  }
  return product;
}

interface Block {
  readonly row: number;
  readonly rows: number;
  readonly from: number;
  readonly depth: number;
  readonly stride: number;
}

/** Rows beyond the block's keep what lay there before: nobody reads their sums. */
function copyBlock({ values, columns }: Matrix, { row, rows, from, depth, stride }: Block, start: number): void {
  for (let y = 0; y < rows; y++) {
    const source = (row + y) * columns + from;
    const target = start + y * stride;
    floats.set(values.subarray(source, source + depth), target);
    floats.fill(0, target + depth, target + stride);
  }
}

function multiplyBlock(rows: number, columns: number, stride: number): void {
  floats.fill(0, C_START, FLOATS);
  const bytes = stride * 4;
  for (let y = 0; y < rows; y += TILE_ROWS)
    for (let x = 0; x < columns; x += TILE_COLUMNS)
      multiplyTile(
        (A_START + y * stride) * 4,
        (B_START + x * stride) * 4,
        (C_START + y * BLOCK_COLUMNS + x) * 4,
        bytes,
        bytes,
        bytes,
        BLOCK_COLUMNS * 4,
      );
}
