import type { Report } from '../report.ts';
import type { ChunkRecord } from './records.ts';

type Usage = Report['usage'];

/** What a cloud charges for. */
export interface Bill {
  readonly gbSeconds: number;
  readonly estimatedCostUsd: number;
}

/** The chunks did not join, and why. */
export const noteChunkMismatch = (fault: string): Usage['notes'][number] => ({
  code: 'analysed-as-one-chunk',
  message: `The chunks do not join (${fault}), so the video was analysed again as one chunk.`,
});

/**
 * Records the usage of a run: what took how long, what was read, what it cost. The only part of the report that
 * changes.
 */
export function createUsageMeter(runner: { readonly engine: string; readonly workers: number }) {
  const stages: Usage['stages'] = [];
  const notes: Usage['notes'] = [];
  const records: ChunkRecord[] = [];
  return {
    async time<T>(name: string, work: () => Promise<T>): Promise<T> {
      const startedMs = performance.now();
      const before = process.cpuUsage();
      const result = await work();
      const cpu = process.cpuUsage(before);
      stages.push({
        name,
        wallMs: Math.round(performance.now() - startedMs),
        cpuMs: Math.round((cpu.user + cpu.system) / 1000),
      });
      return result;
    },
    /** A stage that ran elsewhere. */
    addStage: (stage: Usage['stages'][number]) => void stages.push(stage),
    addRecords: (more: readonly ChunkRecord[]) => void records.push(...more),
    addNote: (note: Usage['notes'][number]) => void notes.push(note),
    /** `bill`: null on a machine of one's own, which bills nothing by the analysis. */
    summarise(chunks: number, bill: Bill | null): Usage {
      const sum = (pick: (usage: ChunkRecord['usage']) => number) =>
        records.reduce((total, { usage }) => total + pick(usage), 0);
      const gibibyteSeconds = sum((u) => (u.peakMemoryBytes / 2 ** 30) * (u.wallMs / 1000));
      return {
        engine: runner.engine,
        workers: runner.workers,
        chunks,
        stages: [
          ...stages,
          { name: 'decode (of measure)', wallMs: sum((u) => u.wallMs), cpuMs: sum((u) => u.decodeCpuMs) },
          {
            name: 'network and signals (of measure)',
            wallMs: sum((u) => u.inferenceWallMs),
            cpuMs: sum((u) => u.processCpuMs),
          },
        ],
        framesDecoded: sum((u) => u.framesDecoded),
        framesInferred: sum((u) => u.framesInferred),
        bytesRead: sum((u) => u.bytesRead),
        gbSeconds: Math.round((bill?.gbSeconds ?? gibibyteSeconds) * 100) / 100,
        estimatedCostUsd: bill?.estimatedCostUsd ?? 0,
        notes,
      };
    },
  };
}
