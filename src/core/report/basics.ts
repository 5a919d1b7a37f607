import { z } from 'zod';

export const frame = z.int().nonnegative();
export const seconds = z.number().nonnegative();
export const unit = z.number().min(0).max(1);
export const timecode = z.string().regex(/^\d{2,}:\d{2}:\d{2}[:;]\d{2,3}$/);
export const rational = z.object({ numerator: z.int().positive(), denominator: z.int().positive() });
/** Both half open: the range ends before `endFrame`, at `endSeconds`. */
export const frameRange = { startFrame: frame, endFrame: frame };
export const secondsRange = { startSeconds: seconds, endSeconds: seconds };
export const timecodeRange = { startTimecode: timecode, endTimecode: timecode };

export const labelSchema = z.object({
  name: z.string(),
  taxonomy: z.string().describe('The set of names that the label belongs to, for example nsfwjs or imagenet'),
  confidence: unit,
});

export const segmentSchema = z.object({ ...secondsRange, confidence: unit });

/** A segment with the picture that shows it best. */
export const picturedSegmentSchema = segmentSchema.extend({
  frame: frame.describe('The sampled frame of the range that is the surest'),
  thumbnail: z.string().nullable().describe('Path of a JPEG of that frame beside the report'),
});

/** What something that decided is known by. */
export const identitySchema = z.object({ name: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
