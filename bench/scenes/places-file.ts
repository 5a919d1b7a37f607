import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { decode, encode } from '@msgpack/msgpack';
import type { Places } from './sequences.ts';

/** Reads places from a file if it is there, else makes them and writes it, whole or not. Without a file they are made each time. */
export async function keepPlaces(file: string | undefined, make: () => Promise<Places>): Promise<Places> {
  if (file && existsSync(file)) return unpack(await readFile(file));
  const places = await make();
  if (file) {
    await writeFile(`${file}.part`, packPlaces(places));
    await rename(`${file}.part`, file);
  }
  return places;
}

const toBytes = (vector: Float32Array) => new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);

/** Names, and for each the bytes of the vectors of the views of its pictures. */
const packPlaces = (places: Places): Uint8Array =>
  encode([...places].map(([name, pictures]) => [name, pictures.map((views) => views.map(toBytes))]));

function unpack(bytes: Uint8Array): Places {
  const rows = decode(bytes) as [string, Uint8Array[][]][];
  return new Map(
    rows.map(([name, pictures]) => [
      name,
      pictures.map((views) => views.map((view) => new Float32Array(Uint8Array.from(view).buffer))),
    ]),
  );
}
