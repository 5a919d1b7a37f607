/** The shortest way from a file along imports back to it; null where there is none. */
export function findCircle(next: ReadonlyMap<string, ReadonlySet<string>>, start: string): string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const file of queue)
    for (const to of next.get(file) ?? []) {
      if (to === start) return trace(cameFrom, start, file);
      if (cameFrom.has(to)) continue;
      cameFrom.set(to, file);
      queue.push(to);
    }
  return null;
}

function trace(cameFrom: ReadonlyMap<string, string>, start: string, end: string): string[] {
  const way = [end];
  while (way[0] !== start) way.unshift(cameFrom.get(way[0]!)!);
  return way;
}
