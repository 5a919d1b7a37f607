/** One step of Inception V3. Its output carries its name; 'frames' is the input picture. */
export type NetworkLayer = ConvLayer | PoolLayer | ConcatLayer;

type Padding = 'same' | 'valid';

interface LayerBase {
  readonly name: string;
  /** Channels of the output. */
  readonly channels: number;
  /** Whether the output is cut below zero. */
  readonly relu: boolean;
}

/** Convolution without bias, then batch normalisation without scale. */
export interface ConvLayer extends LayerBase {
  readonly kind: 'conv';
  /** From 1, in the order in which Keras creates them: weights are found by it. */
  readonly index: number;
  readonly input: string;
  readonly inputChannels: number;
  /** Rows, columns. */
  readonly kernel: readonly [number, number];
  readonly stride: 1 | 2;
  readonly padding: Padding;
}

/** 3 x 3 pool. An average leaves the padding out. */
interface PoolLayer extends LayerBase {
  readonly kind: 'max-pool' | 'average-pool';
  readonly input: string;
  readonly stride: 1 | 2;
  readonly padding: Padding;
}

interface ConcatLayer extends LayerBase {
  readonly kind: 'concat';
  readonly inputs: readonly string[];
}

/** The input's name, and the block that the last average pool takes. */
export const INPUT = 'frames';
export const LAST_BLOCK = 'mixed10';
/** Keras's default, which every batch normalisation of the network uses. */
export const BATCH_NORM_EPSILON = 0.001;
export const CONV_COUNT = 94;
/** Convolutions, 13 pools and 11 blocks. */
export const LAYER_COUNT = CONV_COUNT + 24;

type ConvOptions = { stride?: 1 | 2; padding?: Padding; relu?: boolean };

/** Collects layers, remembers their channels and numbers the convolutions. */
class LayerList {
  readonly layers: NetworkLayer[] = [];
  private readonly channels = new Map<string, number>([[INPUT, 3]]);
  private convs = 0;
  private pools = 0;

  conv(input: string, filters: number, rows: number, columns: number, options: ConvOptions = {}): string {
    this.convs += 1;
    return this.add({
      kind: 'conv',
      name: `conv${this.convs}`,
      index: this.convs,
      input,
      inputChannels: this.channelsOf(input),
      channels: filters,
      kernel: [rows, columns],
      stride: options.stride ?? 1,
      padding: options.padding ?? 'same',
      relu: options.relu ?? true,
    });
  }

  /** The next `count` convolutions' inputs are the one before each: a branch of an inception block. */
  chain(input: string, ...convs: readonly (readonly [number, number, number])[]): string {
    return convs.reduce((from, [filters, rows, columns]) => this.conv(from, filters, rows, columns), input);
  }

  /** Halves the picture. */
  maxPool(input: string): string {
    return this.pool({ kind: 'max-pool', input, stride: 2, padding: 'valid', relu: false });
  }

  /**
   * The branch that averages 3 x 3 neighbours and then convolves 1 x 1. Both are linear, and an average that leaves
   * the padding out keeps a bias as it is, so here the convolution comes first: it has a tenth to a quarter of the
   * channels to average.
   */
  averageBranch(input: string, filters: number): string {
    const convolved = this.conv(input, filters, 1, 1, { relu: false });
    return this.pool({ kind: 'average-pool', input: convolved, stride: 1, padding: 'same', relu: true });
  }

  concat(name: string, ...inputs: readonly string[]): string {
    const channels = inputs.reduce((sum, input) => sum + this.channelsOf(input), 0);
    return this.add({ kind: 'concat', name, inputs, channels, relu: false });
  }

  private pool(layer: Omit<PoolLayer, 'name' | 'channels'>): string {
    this.pools += 1;
    return this.add({ ...layer, name: `pool${this.pools}`, channels: this.channelsOf(layer.input) });
  }

  private add(layer: NetworkLayer): string {
    this.layers.push(layer);
    this.channels.set(layer.name, layer.channels);
    return layer.name;
  }

  private channelsOf(name: string): number {
    return this.channels.get(name)!;
  }
}

/**
 * Inception V3 for 299 x 299 pictures, from the picture to block `mixed10` [n, 2048, 8, 8], in an order in which every
 * layer follows its inputs. Source: Szegedy et al., "Rethinking the Inception Architecture for Computer Vision"
 * (arXiv:1512.00567), in the arrangement of Keras's `inception_v3.py` but for the order inside `averageBranch`.
 */
export function describeInceptionV3(): readonly NetworkLayer[] {
  const net = new LayerList();
  const block5x5 = buildStem(net);
  let x = block5x5;
  for (const [name, poolFilters] of [
    ['mixed0', 32],
    ['mixed1', 64],
    ['mixed2', 64],
  ] as const)
    x = addBlock35(net, name, x, poolFilters);
  x = addReduction17(net, 'mixed3', x);
  for (const [name, filters] of [
    ['mixed4', 128],
    ['mixed5', 160],
    ['mixed6', 160],
    ['mixed7', 192],
  ] as const)
    x = addBlock17(net, name, x, filters);
  x = addReduction8(net, 'mixed8', x);
  x = addBlock8(net, 'mixed9', x);
  addBlock8(net, LAST_BLOCK, x);
  return net.layers;
}

/** 299 x 299 x 3 to 35 x 35 x 192. */
function buildStem(net: LayerList): string {
  let x = net.conv(INPUT, 32, 3, 3, { stride: 2, padding: 'valid' });
  x = net.conv(x, 32, 3, 3, { padding: 'valid' });
  x = net.maxPool(net.conv(x, 64, 3, 3));
  x = net.conv(x, 80, 1, 1, { padding: 'valid' });
  return net.maxPool(net.conv(x, 192, 3, 3, { padding: 'valid' }));
}

function addBlock35(net: LayerList, name: string, x: string, poolFilters: number): string {
  const direct = net.conv(x, 64, 1, 1);
  const five = net.chain(x, [48, 1, 1], [64, 5, 5]);
  const double = net.chain(x, [64, 1, 1], [96, 3, 3], [96, 3, 3]);
  return net.concat(name, direct, five, double, net.averageBranch(x, poolFilters));
}

function addReduction17(net: LayerList, name: string, x: string): string {
  const three = net.conv(x, 384, 3, 3, { stride: 2, padding: 'valid' });
  const double = net.conv(net.chain(x, [64, 1, 1], [96, 3, 3]), 96, 3, 3, { stride: 2, padding: 'valid' });
  return net.concat(name, three, double, net.maxPool(x));
}

function addBlock17(net: LayerList, name: string, x: string, f: number): string {
  const direct = net.conv(x, 192, 1, 1);
  const seven = net.chain(x, [f, 1, 1], [f, 1, 7], [192, 7, 1]);
  const double = net.chain(x, [f, 1, 1], [f, 7, 1], [f, 1, 7], [f, 7, 1], [192, 1, 7]);
  return net.concat(name, direct, seven, double, net.averageBranch(x, 192));
}

function addReduction8(net: LayerList, name: string, x: string): string {
  const three = net.conv(net.conv(x, 192, 1, 1), 320, 3, 3, { stride: 2, padding: 'valid' });
  const seven = net.chain(x, [192, 1, 1], [192, 1, 7], [192, 7, 1]);
  return net.concat(name, three, net.conv(seven, 192, 3, 3, { stride: 2, padding: 'valid' }), net.maxPool(x));
}

function addBlock8(net: LayerList, name: string, x: string): string {
  const direct = net.conv(x, 320, 1, 1);
  const three = net.conv(x, 384, 1, 1);
  const threes = [net.conv(three, 384, 1, 3), net.conv(three, 384, 3, 1)];
  const double = net.chain(x, [448, 1, 1], [384, 3, 3]);
  const doubles = [net.conv(double, 384, 1, 3), net.conv(double, 384, 3, 1)];
  return net.concat(name, direct, ...threes, ...doubles, net.averageBranch(x, 192));
}
