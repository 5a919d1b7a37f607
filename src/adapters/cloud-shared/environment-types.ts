import { z } from 'zod';

/** What every cloud's deployment tells its functions alike. */
export const sharedEnvironment = {
  REELSIGHT_BUCKET: z.string().min(1).describe('The bucket of the stack'),
  REELSIGHT_VIDEO_BUCKETS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean),
    )
    .describe('Further buckets whose videos may be analysed, with commas between'),
  REELSIGHT_CHUNK_SECONDS: z.coerce.number().min(1).max(600).default(30).describe('Length of the chunks of a video'),
  REELSIGHT_MAX_HOURS: z.coerce.number().positive().max(1000).default(24).describe('The longest video, in hours'),
  REELSIGHT_MODELS: z.string().min(1).describe('Folder of the models, or of their records alone'),
};
