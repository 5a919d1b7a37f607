import { type ObjectStore, ReelsightError } from '../../core/index.ts';
import { chunkItemsSchema, readDocument } from '../documents.ts';
import type { ChunkItem, Order } from './plan.ts';

/**
 * The item at a position, from 0, among those that an order names: for engines that count and do not read. Errors: kind
 * `internal` for a position that there is not.
 */
export async function readChunkItem(
  store: Pick<ObjectStore, 'get'>,
  { itemsKey, position }: Pick<Order, 'itemsKey'> & { readonly position: number },
): Promise<ChunkItem> {
  const items = await readDocument(store, itemsKey, chunkItemsSchema);
  const item = items[position];
  if (!item) throw new ReelsightError('internal', `${itemsKey} holds ${items.length} items, and none at ${position}.`);
  return item;
}
