import { z } from 'zod';

/** An address is shown in commands, so it is one or it is not told. */
const email = z
  .string()
  .regex(/^[\w.+-]+@[\w.-]+$/)
  .optional()
  .catch(undefined);
const claimsSchema = z.object({ exp: z.number(), email });

export interface IdToken {
  readonly text: string;
  /** Whose it is, where it tells. */
  readonly email: string | undefined;
  readonly expiresMs: number;
}

/** Reads an ID token without checking it, which is for the service to do; null for what is none, such as an access token. */
export function readIdToken(text: string): IdToken | null {
  const claims = /^[\w-]+\.([\w-]+)\.[\w-]+$/.exec(text)?.[1];
  if (claims === undefined) return null;
  try {
    const { exp, email } = claimsSchema.parse(JSON.parse(Buffer.from(claims, 'base64url').toString()));
    return { text, email, expiresMs: exp * 1000 };
  } catch {
    return null;
  }
}
