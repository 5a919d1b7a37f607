import { z } from 'zod';
import { ReelsightError } from './errors.ts';

/** A whole day: no film is longer, and few recordings are. */
export const DEFAULT_MAX_HOURS = 24;

/** Every environment variable that Reelsight reads. The README's table is made from this. */
export const configSchema = z.object({
  FFMPEG_PATH: z
    .string()
    .min(1)
    .optional()
    .describe('The ffmpeg to use. Default: the one on PATH, else the packaged one'),
  FFPROBE_PATH: z
    .string()
    .min(1)
    .optional()
    .describe('The ffprobe to use. Default: the one beside the ffmpeg, else the one on PATH, else the packaged one'),
  REELSIGHT_MAX_HOURS: z.coerce
    .number()
    .positive()
    .max(1000)
    .default(DEFAULT_MAX_HOURS)
    .describe('The longest video that is analysed, in hours'),
  REELSIGHT_MAX_MEMORY_MB: z.coerce
    .number()
    .int()
    .min(256)
    .optional()
    .describe('Memory in MB that one ffmpeg may take. Default: by what the machine has, at most 4096'),
  REELSIGHT_CACHE: z
    .string()
    .min(1)
    .optional()
    .describe("Folder of built models. Default: `reelsight` in the system's cache folder"),
  REELSIGHT_LIBRARY: z
    .string()
    .min(1)
    .optional()
    .describe("Folder of your heads, brands and catalogue. Default: `reelsight` in the system's folder for data"),
  REELSIGHT_ALLOW_PRIVATE_HOSTS: z
    .enum(['0', '1'])
    .default('0')
    .describe('1 lets `https://` videos come from loopback, private and link-local addresses'),
  REELSIGHT_ENDPOINT: z
    .string()
    .min(1)
    .optional()
    .describe('Address of the deployed service that `submit`, `status`, `result` and `cancel` talk to'),
  REELSIGHT_CLOUD: z
    .enum(['aws', 'google'])
    .optional()
    .describe('Whose credentials that service asks for: aws or google. Default: by its host name'),
  REELSIGHT_ID_TOKEN: z
    .string()
    .min(1)
    .optional()
    .describe('Google ID token for that service. Default: one for the application default credentials'),
});

export type Config = Readonly<z.infer<typeof configSchema>>;

/**
 * Reads the configuration from an environment (never from the process's own). Empty variables count as unset.
 * Errors: kind `input`, all problems in one message.
 */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const names = Object.keys(configSchema.shape);
  const set = Object.fromEntries(names.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));
  const result = configSchema.safeParse(set);
  if (result.success) return Object.freeze(result.data);
  const problems = result.error.issues.map(
    ({ path, message }) => `${path.join('.')}: ${message}, received ${JSON.stringify(environment[String(path[0])])}`,
  );
  throw new ReelsightError('input', `The environment is not usable: ${problems.join('; ')}.`);
}
