/**
 * Pictures that must stay together, as numbers of groups from 0 on in the order of their first pictures: those that share
 * a key, or are tied to each other, also by way of others.
 */
export function joinGroups(
  keys: readonly (string | undefined)[],
  ties: readonly (readonly [number, number])[],
): number[] {
  const parents = keys.map((_, i) => i);
  const rootOf = (i: number): number => {
    let root = i;
    while (parents[root] !== root) root = parents[root];
    for (let at = i; at !== root; ) [parents[at], at] = [root, parents[at]];
    return root;
  };
  const join = (a: number, b: number) => {
    const [first, second] = [rootOf(a), rootOf(b)];
    parents[Math.max(first, second)] = Math.min(first, second);
  };
  const firstOfKey = new Map<string, number>();
  for (const [i, key] of keys.entries()) {
    if (key === undefined) continue;
    const first = firstOfKey.get(key);
    if (first === undefined) firstOfKey.set(key, i);
    else join(first, i);
  }
  for (const [a, b] of ties) join(a, b);
  const numbers = new Map<number, number>();
  return keys.map((_, i) => {
    const root = rootOf(i);
    if (!numbers.has(root)) numbers.set(root, numbers.size);
    return numbers.get(root)!;
  });
}
