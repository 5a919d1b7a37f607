/** Maps a list, at most `limit` at once, in its order. Rejects with the first error, once all that began have ended. */
export async function mapSome<T, U>(list: readonly T[], limit: number, map: (item: T) => Promise<U>): Promise<U[]> {
  const results = new Array<U>(list.length);
  const errors: unknown[] = [];
  let next = 0;
  const work = async () => {
    for (let index = next++; index < list.length && errors.length === 0; index = next++)
      try {
        results[index] = await map(list[index]!);
      } catch (error) {
        errors.push(error);
      }
  };
  await Promise.all(Array.from({ length: Math.min(limit, list.length) }, work));
  if (errors.length > 0) throw errors[0];
  return results;
}
