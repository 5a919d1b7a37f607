import { z } from 'zod';
import { ReelsightError } from '../errors.ts';
import { embeddingLayerSchema } from '../vision/manifest.ts';

const share = z.number().min(0).max(1);
const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, 'base64');

/** A dense layer: `sum_i weights[unit][i] x[i] + bias[unit]`. */
const denseSchema = z.strictObject({
  inputs: z.int().positive(),
  units: z.int().positive(),
  activation: z.enum(['relu', 'none']),
  codes: base64.describe('Int16 [units, inputs], little endian: weight = code x scale of its unit'),
  scales: z.array(z.number().nonnegative()),
  bias: z.array(z.number()),
});

const classSchema = z.strictObject({
  name: z.string().min(1).max(100),
  threshold: share.describe('The least probability at which the class is said of a frame'),
  risk: z
    .strictObject({ low: share, medium: share, high: share })
    .refine(({ low, medium, high }) => low <= medium && medium <= high, 'thresholds must rise from low to high')
    .nullable()
    .describe('Probabilities at which a class that is evidence of a risk reaches each step; null for content'),
});

/** One number of each class, on pictures that were kept apart from training. null: too few pictures to say. */
const classScoreSchema = z.strictObject({
  name: z.string(),
  pictures: z.int().nonnegative().describe('Of the class, among the pictures kept apart'),
  averagePrecision: share.nullable(),
  precision: share.nullable().describe('At the threshold'),
  recall: share.nullable().describe('At the threshold'),
});

/** How a head did on pictures that it was not trained on. */
const headScoresSchema = z.strictObject({
  method: z.string().describe('How the pictures were kept apart'),
  pictures: z.int().nonnegative(),
  top1: share
    .nullable()
    .describe('First guess right, of pictures that show a class; null where a picture may show several'),
  top5: share.nullable(),
  meanAveragePrecision: share.nullable(),
  calibrationError: share
    .nullable()
    .describe('Expected calibration error, 10 bins: how far confidences are from the share that is right'),
  classes: z.array(classScoreSchema),
});

/** A head: classes read off an embedding. Plain JSON, small enough to commit, to mail and to put beside a model. */
export const headFileSchema = z.strictObject({
  schemaVersion: z.literal(1),
  name: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'lower-case letters, digits and dashes'),
  title: z.string().max(200),
  kind: z
    .enum(['multi-class', 'multi-label'])
    .describe('multi-class: one class of every picture; multi-label: any of them, or none'),
  taxonomy: z.string().min(1).max(64).describe('The set of names that the classes belong to'),
  input: z.strictObject({
    network: z.string().describe('Name of the network whose embedding it reads'),
    weights: z.string().describe("Checksum of that network's weights"),
    layers: z
      .array(embeddingLayerSchema)
      .min(1)
      .describe('The parts of the embedding that it reads, each brought to length 1, joined in this order'),
    roots: z.boolean().optional().describe('Whether square roots of the activations are taken first; default: no'),
  }),
  dense: z.array(denseSchema).min(1).max(3),
  calibration: z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('softmax'),
      temperature: z.number().positive(),
      backgroundClasses: z
        .int()
        .nonnegative()
        .default(0)
        .describe('Outputs after those of the classes, each of a kind of pictures that show none of them'),
    }),
    z.strictObject({ type: z.literal('sigmoid'), slopes: z.array(z.number()), offsets: z.array(z.number()) }),
  ]),
  classes: z.array(classSchema).min(1).max(5000),
  context: z
    .strictObject({ weights: z.array(z.number()), bases: z.array(z.number()) })
    .optional()
    .describe('What the shots of a whole film say about each of them, in logits, one number a class'),
  training: z.strictObject({
    pictures: z.int().nonnegative(),
    views: z.int().positive().describe('Of each picture: itself and how it was varied'),
    regularisation: z.number().nonnegative(),
    folds: z.int().nonnegative(),
    seed: z.int().nonnegative(),
    hiddenUnits: z.int().nonnegative(),
    data: z.string().describe('What the pictures were'),
    licence: z.string(),
  }),
  scores: headScoresSchema.nullable(),
});

export type HeadFile = z.infer<typeof headFileSchema>;
export type HeadScores = z.infer<typeof headScoresSchema>;
export type Dense = z.infer<typeof denseSchema>;

/** Reads a head file. Errors: kind `input` for anything else, naming `origin` and all that is wrong. */
export function parseHeadFile(bytes: Uint8Array, origin: string): HeadFile {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString());
  } catch (cause) {
    throw new ReelsightError('input', `${origin} is not a head: it is not JSON. Train one with \`reelsight train\`.`, {
      cause,
    });
  }
  const result = headFileSchema.safeParse(json);
  const problems = result.success
    ? findMisfits(result.data)
    : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  if (!result.success || problems.length > 0)
    throw new ReelsightError(
      'input',
      `${origin} is not a usable head: ${problems.slice(0, 5).join('; ')}. Train it again with \`reelsight train\`.`,
    );
  return result.data;
}

/** What does not fit together in a file whose every part is well formed. */
function findMisfits({ input, dense, classes, calibration, kind, context }: HeadFile): string[] {
  const problems: string[] = [];
  let inputs = input.layers.reduce((sum, { size }) => sum + size, 0);
  for (const [i, layer] of dense.entries()) {
    const codes = Buffer.byteLength(layer.codes, 'base64');
    if (layer.inputs !== inputs) problems.push(`dense.${i}: takes ${layer.inputs} numbers, is given ${inputs}`);
    if (codes !== layer.inputs * layer.units * 2)
      problems.push(`dense.${i}.codes: ${codes} bytes, expected ${layer.inputs * layer.units * 2}`);
    if (layer.scales.length !== layer.units || layer.bias.length !== layer.units)
      problems.push(
        `dense.${i}: ${layer.scales.length} scales and ${layer.bias.length} biases for ${layer.units} units`,
      );
    inputs = layer.units;
  }
  const background = calibration.type === 'softmax' ? calibration.backgroundClasses : 0;
  const backgroundText = background > 0 ? ` and ${background} of the background` : '';
  if (inputs !== classes.length + background)
    problems.push(`${classes.length} classes${backgroundText} for ${inputs} outputs`);
  if (new Set(classes.map(({ name }) => name)).size !== classes.length) problems.push('two classes have one name');
  if ((kind === 'multi-class') !== (calibration.type === 'softmax' && background === 0))
    problems.push(`calibration: ${calibration.type}${backgroundText} does not fit ${kind}`);
  if (calibration.type === 'sigmoid' && calibration.slopes.length + calibration.offsets.length !== 2 * classes.length)
    problems.push('calibration: not one slope and one offset for each class');
  if (context && context.weights.length + context.bases.length !== 2 * classes.length)
    problems.push('context: not one weight and one base for each class');
  return problems;
}
