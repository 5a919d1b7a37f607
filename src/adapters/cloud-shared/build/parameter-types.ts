import { z } from 'zod';

/** What deployments take by `--param`, where everything comes as text. */

export const integer = (minimum: number, maximum: number) => z.coerce.number().int().min(minimum).max(maximum);

/** A comma-separated list; nothing for none. */
export const list = (item: z.ZodType<string, string>) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .transform((parts) => parts.filter(Boolean))
    .pipe(z.array(item));

/** The networks, the deciding one first. */
export const networks = list(
  z.string().regex(/^[a-z][a-z0-9-]*$/, 'names of networks, as `reelsight models list` shows them'),
).refine((names) => names.length > 0, 'at least one network');
