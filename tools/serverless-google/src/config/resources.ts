// What Cloud Run takes: https://cloud.google.com/run/docs/configuring/services/cpu and .../memory-limits

const UNITS: Readonly<Record<string, number>> = { Mi: 2 ** 20, Gi: 2 ** 30, M: 1e6, G: 1e9 };
const MI = 2 ** 20;
const GI = 2 ** 30;

export const MEMORY_PATTERN = /^(\d+)(Mi|Gi|M|G)$/;

/** `2Gi` -> bytes; NaN for what is not an amount. */
export function memoryBytes(text: string): number {
  const [, amount, unit] = MEMORY_PATTERN.exec(text) ?? [];
  return Number(amount) * (UNITS[unit ?? ''] ?? Number.NaN);
}

/** Memory that goes with processors: at least `least`, at most `most`. */
const MEMORY_OF_CPUS: readonly { readonly cpu: number; readonly least: number; readonly most: number }[] = [
  { cpu: 1, least: 128 * MI, most: 4 * GI },
  { cpu: 2, least: 128 * MI, most: 8 * GI },
  { cpu: 4, least: 2 * GI, most: 16 * GI },
  { cpu: 6, least: 4 * GI, most: 24 * GI },
  { cpu: 8, least: 4 * GI, most: 32 * GI },
];

interface Sizes {
  readonly memory: string;
  readonly cpu?: number | undefined;
  readonly concurrency: number;
}

/** What is wrong with the sizes of a function, as `property: reason`. */
export function* sizeProblems({ memory, cpu, concurrency }: Sizes): Generator<string> {
  const bytes = memoryBytes(memory);
  if (concurrency > 1 && (cpu === undefined || cpu < 1))
    yield `concurrency: more than 1 needs a whole processor, received ${concurrency} with ${cpu === undefined ? 'no cpu' : `cpu: ${cpu}`}. Write \`cpu: 1\` or more, or \`concurrency: 1\``;
  if (cpu === undefined) return;
  const { least, most } = limitsOf(cpu);
  if (Number.isNaN(least)) yield `cpu: 0.08 to 1 in steps of 0.001, or 2, 4, 6 or 8, received ${cpu}`;
  else if (bytes < least || bytes > most)
    yield `memory: with cpu: ${cpu} from ${say(least)} to ${say(most)}, received ${memory}`;
}

function limitsOf(cpu: number): { least: number; most: number } {
  if (cpu < 0.5) return { least: 128 * MI, most: 512 * MI };
  if (cpu < 1) return { least: 128 * MI, most: GI };
  return MEMORY_OF_CPUS.find((row) => row.cpu === cpu) ?? { least: Number.NaN, most: Number.NaN };
}

const say = (bytes: number): string => (bytes >= GI ? `${bytes / GI}Gi` : `${bytes / MI}Mi`);
