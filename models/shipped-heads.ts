import type { ShippedHead } from '../src/core/library.ts';
import everyday from './heads/everyday.json' with { type: 'json' };
import sensitive from './heads/sensitive.json' with { type: 'json' };

const ship = (file: { readonly name: string }): ShippedHead => ({
  bytes: Buffer.from(JSON.stringify(file)),
  origin: `models/heads/${file.name}.json`,
});

/** The heads that come with the product, in the order in which reports name them. Pure: functions without them pack none. */
export const SHIPPED_HEADS: readonly ShippedHead[] = /* @__PURE__ */ [everyday, sensitive].map(ship);
