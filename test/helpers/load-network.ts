/**
 * Loads a network and runs it once, says so, and stays until its input ends: `load-network MODEL product` as the product
 * does, `load-network MODEL library` with nothing but onnxruntime.
 */
import { readFileSync } from 'node:fs';
import { openInferenceSession } from '../../src/core/vision/session.ts';

const model = readFileSync(process.argv[2]!);

async function runProduct(): Promise<() => Promise<void>> {
  const session = await openInferenceSession(model, { threads: 1 });
  const values = session.input.shape.slice(1).reduce<number>((product, size) => product * size!, 1);
  await session.run(new Uint8Array(values), 1, [...session.outputs.keys()]);
  return () => session.close();
}

async function runLibrary(): Promise<() => Promise<void>> {
  const ort = await import('onnxruntime-node');
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1 });
  return () => session.release();
}

const close = await { product: runProduct, library: runLibrary }[process.argv[3] as 'product' | 'library']();
process.stdout.write('ran\n');
for await (const _ of process.stdin);
await close();
