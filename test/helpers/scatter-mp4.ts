/** A sample of a track: a picture, or a part of the sound. */
export interface Mp4Sample {
  readonly track: number;
  /** Of its track, from 0. */
  readonly index: number;
  readonly bytes: Buffer;
}

interface Box {
  readonly type: string;
  readonly children: Box[] | null;
  body: Buffer;
}

const CONTAINERS = ['moov', 'trak', 'mdia', 'minf', 'stbl'];

/**
 * Writes the samples of an MP4 in another order, with gaps between them: the same video, with its bytes elsewhere.
 *
 * @param order of all samples as they shall lie in the file
 */
export function scatterMp4(file: Buffer, order: (samples: Mp4Sample[]) => Mp4Sample[], gapBytes = 0): Buffer {
  const boxes = parse(file);
  const moov = boxes.find(({ type }) => type === 'moov')!;
  const tables = moov.children!.filter(({ type }) => type === 'trak').map(findTables);
  const samples = tables.flatMap((table, track) => readSamples(file, table, track));
  const head = boxes.filter(({ type }) => type === 'ftyp').map(write);
  const before = head.reduce((sum, { length }) => sum + length, 0) + 8;
  const places = new Map<Mp4Sample, number>();
  const parts: Buffer[] = [];
  let position = before;
  for (const sample of order(samples)) {
    places.set(sample, position);
    parts.push(sample.bytes, Buffer.alloc(gapBytes));
    position += sample.bytes.length + gapBytes;
  }
  for (const [track, table] of tables.entries()) {
    const offsets = samples.filter((sample) => sample.track === track).map((sample) => places.get(sample)!);
    table.get('stco')!.body = uint32s([0, offsets.length, ...offsets]);
    table.get('stsc')!.body = uint32s([0, 1, 1, 1, 1]);
  }
  return Buffer.concat([...head, box('mdat', Buffer.concat(parts)), write(moov)]);
}

function parse(bytes: Buffer): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + size);
    boxes.push({ type, body, children: CONTAINERS.includes(type) ? parse(body) : null });
    at += size;
  }
  return boxes;
}

function findTables(trak: Box): Map<string, Box> {
  const below = (parent: Box, type: string) => parent.children!.find((child) => child.type === type)!;
  const stbl = below(below(below(trak, 'mdia'), 'minf'), 'stbl');
  return new Map(stbl.children!.map((child) => [child.type, child]));
}

function readSamples(file: Buffer, tables: Map<string, Box>, track: number): Mp4Sample[] {
  const [stsz, stco, stsc] = ['stsz', 'stco', 'stsc'].map((type) => tables.get(type)!.body);
  const fixed = stsz!.readUInt32BE(4);
  const count = stsz!.readUInt32BE(8);
  const runs = Array.from({ length: stsc!.readUInt32BE(4) }, (_, i) => ({
    firstChunk: stsc!.readUInt32BE(8 + 12 * i),
    samples: stsc!.readUInt32BE(12 + 12 * i),
  }));
  const samples: Mp4Sample[] = [];
  for (let chunk = 1; samples.length < count; chunk++) {
    let at = stco!.readUInt32BE(4 + 4 * chunk);
    const inChunk = runs.findLast(({ firstChunk }) => firstChunk <= chunk)!.samples;
    for (let i = 0; i < inChunk; i++) {
      const size = fixed || stsz!.readUInt32BE(12 + 4 * samples.length);
      samples.push({ track, index: samples.length, bytes: file.subarray(at, at + size) });
      at += size;
    }
  }
  return samples;
}

const write = ({ type, body, children }: Box): Buffer =>
  box(type, children ? Buffer.concat(children.map(write)) : body);

const box = (type: string, body: Buffer): Buffer =>
  Buffer.concat([uint32s([body.length + 8]), Buffer.from(type, 'latin1'), body]);

function uint32s(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) bytes.writeUInt32BE(value, 4 * i);
  return bytes;
}
