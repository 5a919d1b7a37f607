import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ReelsightError } from '../errors.ts';
import { type ModelEntry, type ModelRecord, modelRecordSchema } from './manifest.ts';

/** A built model: what `createClassifier` takes. */
export interface BuiltModel {
  readonly name: string;
  readonly modelPath: string;
  readonly sha256: string;
  readonly entry: ModelEntry;
}

/** The record of a model lies beside it: `safety.onnx` has `safety.json`. */
export const recordPathOf = (modelPath: string): string => modelPath.replace(/(\.onnx)?$/, '.json');

/**
 * Reads the record beside a built model, for workers that are given a model file.
 *
 * Errors: kind `model` when there is none or it cannot be understood.
 */
export async function readModelRecord(modelPath: string): Promise<ModelRecord> {
  const path = recordPathOf(modelPath);
  try {
    return modelRecordSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new ReelsightError(
      'model',
      `The model record ${path} is missing or damaged. Run \`reelsight models build\`, and keep the two files together.`,
      { cause },
    );
  }
}

/** Opens a model file by its path alone. Errors: kind `model`, as `readModelRecord`. */
export async function findBuiltModel(modelPath: string): Promise<BuiltModel> {
  const { entry, sha256 } = await readModelRecord(modelPath);
  return { name: entry.name, modelPath, sha256, entry };
}

/** What decisions must know of a model, without its file. */
export const describeModel = ({ name, sha256, entry }: Pick<BuiltModel, 'name' | 'sha256' | 'entry'>) => ({
  name,
  sha256,
  taxonomy: entry.taxonomy,
  classes: entry.classes,
  weights: entry.weights,
  embedding: entry.embedding,
  embeddingSize: entry.embedding.reduce((sum, { size }) => sum + size, 0),
});

export const hashBytes = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Throws an error of kind `model` unless the bytes are those that were built. */
export function checkModelBytes(bytes: Uint8Array, sha256: string, modelPath: string): void {
  const found = hashBytes(bytes);
  if (found !== sha256)
    throw new ReelsightError(
      'model',
      `The model file ${modelPath} is damaged: its SHA-256 is ${found}, it was built as ${sha256}. Run \`reelsight models build --force\`.`,
    );
}
