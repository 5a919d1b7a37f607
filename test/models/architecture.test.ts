import test from 'ava';
import { CONV_COUNT, type ConvLayer, describeInceptionV3, INPUT, LAYER_COUNT } from '../../models/architecture.ts';
import { type KerasLayer, readNsfwjsModel } from '../helpers/tensorflow.ts';

const layers = describeInceptionV3();
const convs = layers.filter((layer): layer is ConvLayer => layer.kind === 'conv');

test('every layer follows its inputs', (t) => {
  const known = new Set([INPUT]);
  for (const layer of layers) {
    for (const input of layer.kind === 'concat' ? layer.inputs : [layer.input]) t.true(known.has(input), layer.name);
    known.add(layer.name);
  }
  t.is(known.size, layers.length + 1);
  t.is(layers.length, LAYER_COUNT);
  t.is(convs.length, CONV_COUNT);
});

test('the network has the size that the paper and Keras give', (t) => {
  const weights = convs.reduce(
    (sum, { kernel, inputChannels, channels }) => sum + kernel[0] * kernel[1] * inputChannels * channels,
    0,
  );
  // Keras counts 21,802,784 parameters without the top, of which 3 a channel are normalisation.
  const channels = convs.reduce((sum, layer) => sum + layer.channels, 0);
  t.is(weights + 3 * channels, 21_802_784);
  const sizes = layers.filter(({ kind }) => kind === 'concat').map((layer) => layer.channels);
  t.deepEqual(sizes, [256, 288, 288, 768, 768, 768, 768, 768, 1280, 2048, 2048]);
});

test("every convolution is the one of that number in Keras's own description", async (t) => {
  const { modelTopology } = await readNsfwjsModel();
  const described = new Map(modelTopology.model_config.config.layers.map((layer) => [layer.config.name, layer]));
  for (const conv of convs) {
    const { config } = described.get(`conv2d_${conv.index}`)!;
    t.is(config['filters'], conv.channels, conv.name);
    t.deepEqual(config['kernel_size'], [...conv.kernel], conv.name);
    t.deepEqual(config['strides'], [conv.stride, conv.stride], conv.name);
    // A 1 x 1 window has nothing to pad.
    if (conv.kernel.some((side) => side > 1)) t.is(config['padding'], conv.padding, conv.name);
    t.is(config['use_bias'], false);
    t.deepEqual(findSource(described, `conv2d_${conv.index}`), ourSource(conv.input), conv.name);
  }
});

/** The convolutions, or the block, whose output a Keras layer sees, past normalisation, ReLU and pools. */
function findSource(described: ReadonlyMap<string, KerasLayer>, name: string): string {
  const input = described.get(name)!.inbound_nodes[0]![0]![0];
  return /^(conv2d|mixed|input)/.test(input) ? input : findSource(described, input);
}

/** The same of ours, in Keras's names. */
function ourSource(name: string): string {
  if (name === INPUT) return 'input_1';
  const layer = layers.find((candidate) => candidate.name === name)!;
  if (layer.kind === 'conv') return `conv2d_${layer.index}`;
  return layer.kind === 'concat' ? layer.name : ourSource(layer.input);
}
