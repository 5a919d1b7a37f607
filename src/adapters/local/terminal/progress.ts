import { SingleBar } from 'cli-progress';
import { plainText } from './plain-text.ts';

/** Shows how long work goes on: a bar with rate and time left on a terminal, a quiet line now and then otherwise. */
export interface Progress {
  /** `total` 0 or less: unknown. Units are said in the plural, for example `frames`. */
  start(label: string, total: number, unit: string): void;
  update(done: number): void;
  /** The total became known, or changed. */
  setTotal(total: number): void;
  stop(): void;
  /** A line for people, also of a service's words; the bar, if any, stays below it. */
  log(line: string): void;
}

/** Where text for people goes: a terminal, or what has no width. */
export interface TextStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** Seconds between lines where there is no terminal: long work shows life, short work says nothing. */
const QUIET_SECONDS = 15;

export function createProgress(stream: TextStream): Progress {
  return stream.isTTY ? createBar(stream) : createLines(stream);
}

function createBar(stream: TextStream): Progress {
  let bar: SingleBar | null = null;
  let startedMs = 0;
  let total = 0;
  const stop = () => {
    bar?.stop();
    bar = null;
  };
  return {
    start(label, wanted, unit) {
      stop();
      startedMs = performance.now();
      total = wanted;
      bar = new SingleBar({
        stream,
        format: `${label} {bar} {percentage}% | {value}/{total} ${unit} | {rate} ${unit}/s | {left} left`,
        barCompleteChar: '█',
        barIncompleteChar: '░',
        barsize: 24,
        hideCursor: true,
        clearOnComplete: true,
        stopOnComplete: false,
        gracefulExit: false,
        linewrap: false,
      });
      bar.start(Math.max(1, wanted), 0, { rate: '-', left: '-' });
    },
    update(done) {
      const seconds = (performance.now() - startedMs) / 1000;
      const rate = seconds > 0 ? done / seconds : 0;
      bar?.update(done, { rate: formatRate(rate), left: formatLeft(rate > 0 ? (total - done) / rate : Number.NaN) });
    },
    setTotal(wanted) {
      total = wanted;
      bar?.setTotal(Math.max(1, wanted));
    },
    stop,
    log(line) {
      if (bar) stream.write('\r\x1b[K');
      stream.write(`${plainText(line)}\n`);
    },
  };
}

function createLines(stream: TextStream): Progress {
  let label = '';
  let unit = '';
  let total = 0;
  let startedMs = 0;
  let lastMs = 0;
  const log = (line: string) => void stream.write(`${plainText(line)}\n`);
  return {
    start(newLabel, wanted, newUnit) {
      [label, total, unit] = [newLabel, wanted, newUnit];
      startedMs = performance.now();
      lastMs = startedMs;
    },
    update(done) {
      const now = performance.now();
      if (now - lastMs < QUIET_SECONDS * 1000) return;
      lastMs = now;
      const rate = done / ((now - startedMs) / 1000);
      const share = total > 0 ? ` of ${total} ${unit} (${Math.floor((100 * done) / total)} %)` : ` ${unit}`;
      log(`${label}: ${done}${share}, ${formatRate(rate)} ${unit}/s, ${formatLeft((total - done) / rate)} left`);
    },
    setTotal(wanted) {
      total = wanted;
    },
    stop() {},
    log,
  };
}

const formatRate = (rate: number): string => (rate >= 10 ? rate.toFixed(0) : rate.toFixed(1));

function formatLeft(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return '-';
  const whole = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const clock = `${String(minutes).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
  return hours > 0 ? `${hours}:${clock}` : clock;
}
