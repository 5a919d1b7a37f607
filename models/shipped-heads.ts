import type { ShippedHead } from '../src/core/library/library.ts';

/** The heads that come with the product, in the order in which reports name them. */
export const SHIPPED_HEADS: readonly ShippedHead[] = [];
