import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ReelsightError } from '../../src/core/errors.ts';
import { reportSchema } from '../../src/core/report.ts';
import { chooseAws } from './aws-smart-ad-breaks.ts';
import { drawShots, type Measured, spreadEvenly } from './baselines.ts';
import { addScore, createScore, describeScore, TABLE_HEAD } from './score.ts';

const seconds = z.number().nonnegative();

/** Where breaks belong in a video, as somebody who knows it says. All times are presentation time, in seconds. */
const truthSchema = z.strictObject({
  /** The video's file name, to be read by people. */
  video: z.string(),
  /** Where a break belongs, rising. */
  breaks: z.array(seconds),
  /** The least time between two; without it nothing is too close. */
  spacingSeconds: seconds.optional(),
  /** Parts that no advertiser wants to be near. */
  unsafe: z.array(z.strictObject({ startSeconds: seconds, endSeconds: seconds })).optional(),
});

export type Truth = z.infer<typeof truthSchema>;

const readJson = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => {
  const result = schema.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (result.success) return result.data;
  throw new ReelsightError('input', `${path} is not what it should be: ${z.prettifyError(result.error)}`);
};

/** A report and its truth as a programme that can be scored. A report holds no sound levels and no embeddings. */
async function readReported(truthPath: string, reportPath: string): Promise<{ programme: Measured; breaks: number[] }> {
  const [truth, report] = [await readJson(truthPath, truthSchema), await readJson(reportPath, reportSchema)];
  const { frameRate, startSeconds, frameCount } = report.video;
  return {
    programme: {
      kind: 'report',
      shots: report.shots,
      embeddings: [],
      labels: report.shots.map(({ labels }) => labels.map(({ name }) => name)),
      scenes: report.scenes,
      cues: report.cues,
      audio: null,
      speech: [],
      grid: { frameRate, startSeconds, frameCount },
      unsafe: truth.unsafe ?? [],
      truth: { breaks: truth.breaks.toSorted((a, b) => a - b), spacingSeconds: truth.spacingSeconds ?? 0 },
    },
    breaks: report.storyBreaks.map((storyBreak) => storyBreak.seconds),
  };
}

/** A table of what the reports chose, and what others would have on what the reports say. */
export async function scoreReports(pairs: readonly { truthPath: string; reportPath: string }[]): Promise<string> {
  const reported = await Promise.all(pairs.map(({ truthPath, reportPath }) => readReported(truthPath, reportPath)));
  const methods = {
    'evenly spread': spreadEvenly,
    'shots at random': drawShots,
    'aws-smart-ad-breaks': chooseAws,
    'the reports': null,
  };
  const rows = Object.entries(methods).map(([name, choose]) => {
    const total = createScore();
    for (const { programme, breaks } of reported)
      addScore(total, programme, choose ? choose(programme, programme.truth.breaks.length) : breaks);
    return describeScore(name, total);
  });
  return [TABLE_HEAD, ...rows].join('\n');
}
