import { z } from 'zod';
import { ReelsightError } from '../../src/core/errors.ts';
import { lengthsOf } from './measures.ts';

const frame = z.number().int().min(0);
const seconds = z.number().min(0);
const rateSchema = z.union([
  z.number().positive(),
  z
    .object({ numerator: z.number().positive(), denominator: z.number().positive() })
    .transform(({ numerator, denominator }) => numerator / denominator),
]);

/** Scenes of a film: of a report, or written by hand (see `bench/score-scenes.ts`). */
const scenesFileSchema = z.object({
  video: z.object({ frameCount: frame, frameRate: rateSchema }).optional(),
  frameCount: frame.optional(),
  frameRate: rateSchema.optional(),
  scenes: z
    .array(
      z.union([
        z.object({ startFrame: frame, endFrame: frame }),
        z.object({ startSeconds: seconds, endSeconds: seconds }),
      ]),
    )
    .min(1)
    .optional(),
  boundaryFrames: z.array(frame).optional(),
  boundarySeconds: z.array(seconds).optional(),
});

export type ScenesFile = z.infer<typeof scenesFileSchema>;

/** Errors: kind `input` that names the file and what is wrong with it. */
export function parseScenesFile(text: string, name: string): ScenesFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ReelsightError('input', `${name} is not JSON: ${(cause as Error).message}`, { cause });
  }
  const result = scenesFileSchema.safeParse(json);
  if (!result.success)
    throw new ReelsightError('input', `${name} does not hold scenes:\n${z.prettifyError(result.error)}`);
  const { scenes, boundaryFrames, boundarySeconds } = result.data;
  if ([scenes, boundaryFrames, boundarySeconds].filter((list) => list !== undefined).length !== 1)
    throw new ReelsightError('input', `${name} must have one of "scenes", "boundaryFrames" and "boundarySeconds".`);
  return result.data;
}

/** Of two files of one film, whichever says it; Errors: kind `input` when none does, or when they are of different lengths. */
export function describeFilm(truth: ScenesFile, found: ScenesFile, name: string): { frames: number; rate: number } {
  const rate = [truth, found].map((file) => file.frameRate ?? file.video?.frameRate).find((value) => value);
  const inFrames = ({ scenes, boundaryFrames }: ScenesFile) =>
    boundaryFrames ? true : (scenes?.every((scene) => 'startFrame' in scene) ?? false);
  if (!rate && !(inFrames(truth) && inFrames(found)))
    throw new ReelsightError('input', `${name}: times in seconds need a "frameRate" in one of the files.`);
  const lengths = [found, truth].map((file) => {
    const last = file.scenes?.at(-1);
    const end = last && ('endFrame' in last ? last.endFrame : Math.round(last.endSeconds * (rate ?? 1)));
    return file.frameCount ?? file.video?.frameCount ?? end;
  });
  const [frames] = lengths.filter((length) => length !== undefined);
  if (!frames)
    throw new ReelsightError('input', `${name}: neither file says how many frames the film has ("frameCount").`);
  const other = lengths.find((length) => length !== undefined && Math.abs(length - frames) > (rate ?? 25));
  if (other !== undefined)
    throw new ReelsightError(
      'input',
      `${name}: the truth is of a film of ${lengths[1]} frames, the other file of ${lengths[0]}.`,
    );
  return { frames, rate: rate ?? 25 };
}

/** The lengths of a file's scenes in frames; a scene begins where its start says, and ends where the next one begins. */
export function readLengths(file: ScenesFile, film: { frames: number; rate: number }, name: string): number[] {
  const starts = file.scenes
    ? file.scenes.map((scene) =>
        'startFrame' in scene ? scene.startFrame : Math.round(scene.startSeconds * film.rate),
      )
    : (file.boundaryFrames ?? (file.boundarySeconds ?? []).map((border) => Math.round(border * film.rate)));
  const disorder = starts.findIndex((start, i) => i > 0 && start <= starts[i - 1]);
  if (disorder > 0)
    throw new ReelsightError(
      'input',
      `${name}: scenes must come in order, but ${starts[disorder - 1]} comes before ${starts[disorder]}.`,
    );
  return lengthsOf(starts, film.frames);
}
