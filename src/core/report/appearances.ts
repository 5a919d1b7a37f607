import { z } from 'zod';
import { identitySchema, picturedSegmentSchema, seconds, unit } from './basics.ts';

/** When, where and how surely something was seen. */
const appearanceShape = {
  confidence: unit,
  screenTimeSeconds: seconds,
  evidence: z
    .object({ frames: z.int().positive(), features: z.int().positive() })
    .describe('Sampled frames that support it, and how many local features agree in the surest of them'),
  segments: z.array(
    picturedSegmentSchema.extend({
      box: z
        .object({ left: unit, top: unit, right: unit, bottom: unit })
        .describe('Where in that frame, in shares of its width and height'),
    }),
  ),
};

/** An index of brands or of a catalogue that frames were compared with. */
export const indexIdentitySchema = z.object({
  sha256: identitySchema.shape.sha256,
  items: z.int().nonnegative().describe('Brands or products in it'),
});

/** A brand and where it was seen. */
export const brandSchema = z.object({ name: z.string(), ...appearanceShape });

/** A product of the catalogue and where it was seen. */
export const productListingSchema = z.object({
  productId: z.string(),
  title: z.string(),
  url: z.string().nullable(),
  imageUrl: z.string().nullable().describe("The catalogue's picture, where it is on the web"),
  ...appearanceShape,
});
