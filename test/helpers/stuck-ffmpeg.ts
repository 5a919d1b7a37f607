import { chmod, mkdir, watch, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ffmpeg } from '../../src/core/index.ts';

export interface StuckFfmpeg {
  /** For FFMPEG_PATH. */
  readonly path: string;
  /** Settles when ffmpeg is stuck. */
  readonly stuck: Promise<void>;
}

/**
 * An ffmpeg that gets stuck: work can then be interrupted in its middle, however fast or slow the machine is. Runs whose
 * arguments hold `words` go on `after` times, then one never ends by itself; when its parent is gone it goes too.
 */
export async function writeStuckFfmpeg(
  ffmpeg: Ffmpeg,
  folder: string,
  { words, after }: { readonly words: string; readonly after: number },
): Promise<StuckFfmpeg> {
  const marks = join(folder, 'marks');
  await mkdir(marks, { recursive: true });
  const path = join(folder, 'ffmpeg');
  // Only one of several processes makes a folder.
  const turns = Array.from({ length: after }, (_, i) => `mkdir ${JSON.stringify(join(marks, String(i)))} 2>/dev/null`);
  const script = [
    '#!/bin/sh',
    `go_on() { ${[`case "$*" in *"${words}"*) false;; esac`, ...turns].join(' || ')}; }`,
    `if go_on "$@"; then exec ${JSON.stringify(ffmpeg.path)} "$@"; fi`,
    `mkdir ${JSON.stringify(join(marks, 'stuck'))}`,
    'while kill -0 $PPID; do sleep 0.2; done',
    '',
  ];
  await writeFile(path, script.join('\n'));
  await chmod(path, 0o755);
  return { path, stuck: waitFor(marks, 'stuck') };
}

async function waitFor(folder: string, name: string): Promise<void> {
  // The folder is watched before the process that makes the file is started.
  const entries = watch(folder);
  for await (const { filename } of entries) if (filename === name) return;
}
