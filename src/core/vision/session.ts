import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { ReelsightError } from '../errors.ts';

/** A loaded network. This file is the one place that touches onnxruntime. */
export interface InferenceSession {
  /** Shape of each output by name; null stands for the number of frames. */
  readonly outputs: ReadonlyMap<string, readonly (number | null)[]>;
  readonly input: { readonly name: string; readonly type: string; readonly shape: readonly (number | null)[] };
  /** Runs the network once. `data` is [count, ...input shape]; each answer is [count, ...output shape], row major. */
  run(data: Uint8Array, count: number, outputs: readonly string[]): Promise<ReadonlyMap<string, Float32Array>>;
  close(): Promise<void>;
}

/**
 * Loads an ONNX model into onnxruntime's CPU engine.
 *
 * Errors: kind `environment` when onnxruntime itself does not load, `model` when it refuses the model.
 */
export async function openInferenceSession(model: Uint8Array, options: { threads: number }): Promise<InferenceSession> {
  // From 1.29 on onnxruntime reports its use to its makers over the network, and leaves files behind, unless this stands
  // in the environment before it is loaded. What our users analyse is nobody's business.
  process.env.ORT_DISABLE_TELEMETRY = '1';
  // Loaded late: the native library takes longer to load than `--help` may take.
  const ort = await import('onnxruntime-node').catch((cause: unknown) => {
    throw new ReelsightError(
      'environment',
      `onnxruntime-node could not be loaded on ${process.platform}/${process.arch}. Run \`npm ci\` on this machine; it needs Linux, macOS or Windows on x64 or arm64.`,
      { cause },
    );
  });
  const threads = Math.max(1, Math.min(options.threads, availableParallelism()));
  const session = await ort.InferenceSession.create(model, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    extra: {
      session: {
        x64quantprecision: (await saturatesSums()) ? '1' : '0',
        // Idle threads sleep: decoding shares the processor.
        intra_op: { allow_spinning: '0' },
      },
    },
  }).catch((cause: unknown) => {
    throw new ReelsightError(
      'model',
      'onnxruntime refused the model file. Rebuild it with `reelsight models build --force`.',
      { cause },
    );
  });
  const shapeOf = (value: { isTensor: boolean; shape?: readonly (number | string)[] }) =>
    (value.shape ?? []).map((size) => (typeof size === 'number' ? size : null));
  const [input] = session.inputMetadata;
  if (!input?.isTensor) throw new ReelsightError('model', 'The model takes no tensor.');
  return {
    input: { name: input.name, type: input.type, shape: shapeOf(input) },
    outputs: new Map(session.outputMetadata.map((output) => [output.name, shapeOf(output)])),
    async run(data, count, outputs) {
      const tensor = new ort.Tensor('uint8', data, [count, ...shapeOf(input).slice(1).map(Number)]);
      const answers = await session.run({ [input.name]: tensor }, [...outputs]);
      return new Map(outputs.map((name) => [name, answers[name]!.data as Float32Array]));
    },
    close: () => session.release(),
  };
}

/**
 * Whether the processor adds pairs of 8-bit products in 16 bits, where they saturate: x86 without VNNI. onnxruntime can
 * avoid that at twice the time; where the processor sums in 32 bits it would cost the time for nothing.
 */
async function saturatesSums(): Promise<boolean> {
  if (process.arch !== 'x64') return false;
  // Only Linux tells; elsewhere the exact way is the safe one.
  const processor = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  return !/^flags\s.*vnni/m.test(processor);
}
