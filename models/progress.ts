/** How long work is shown to people; anyone who runs it decides how. `total` 0 means unknown. */
export interface WorkProgress {
  start(label: string, total: number, unit: string): void;
  update(done: number): void;
  stop(): void;
  /** A line for people. */
  log(line: string): void;
}
