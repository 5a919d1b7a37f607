import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { openFfmpeg } from '../harness/open.ts';
import { runBench } from '../harness/run.ts';
import { type FilmPlan, type Footage, LOOKS, planFilm } from './films.ts';

const USAGE = `Usage: npx tsx bench/shots/make-films.ts CLIPS STILLS OUT [--films 3] [--seed 1] [--names REGEXP]

Makes films with known transitions out of any footage, by ffmpeg's own filters: what the network is trained on is composed
by other code (models/shots), so these films check that it learnt transitions and not its composer.

CLIPS and STILLS: folders of videos and JPEGs. For each look (noise, dark, letterbox, vertical...) OUT/LOOK gets as many
films as --films says, at 12 to 60 frames a second, each with the truth in a JSON beside it, as bench/shots.ts reads it.
--names takes the clips whose path matches. Needs ffprobe on PATH.`;

const VIDEO = new Set(['.mp4', '.webm', '.mkv', '.mov', '.avi', '.ogv']);
const STILL = new Set(['.jpg', '.jpeg', '.webp']);
/** Shorter clips do not make a shot between two transitions. */
const MIN_CLIP_SECONDS = 3;

await runBench(
  {
    usage: USAGE,
    positionals: ['CLIPS', 'STILLS', 'OUT'],
    options: {
      films: { type: 'number', default: 3 },
      seed: { type: 'number', default: 1 },
      names: { type: 'string', default: '.' },
    },
  },
  async ({ values, positionals: [clipFolder, stillFolder, outFolder], progress, makeTempFolder }) => {
    const { path: ffmpeg } = await openFfmpeg();
    const work = await makeTempFolder();
    const names = new RegExp(values.names);
    const clips: Footage[] = listFiles(clipFolder, VIDEO)
      .filter((file) => names.test(file))
      .map((file) => ({ file, seconds: measureSeconds(file) }))
      .filter(({ seconds }) => seconds >= MIN_CLIP_SECONDS);
    const stills: Footage[] = listFiles(stillFolder, STILL).map((file) => ({ file, seconds: 0 }));
    progress(`${clips.length} clips, ${stills.length} stills`);
    for (const [row, look] of LOOKS.entries()) {
      mkdirSync(join(outFolder, look), { recursive: true });
      for (let n = 0; n < values.films; n++) {
        const seed = values.seed * 10_000 + row * 100 + n;
        const plan = planFilm(seed, look, clips, stills);
        const name = join(outFolder, look, `${look}-${seed}`);
        renderFilm(ffmpeg, plan, `${name}.mp4`, work);
        const { transitions, negatives, framesPerSecond } = plan;
        writeFileSync(`${name}.json`, JSON.stringify({ fps: `${framesPerSecond}/1`, transitions, negatives }));
        progress(name);
      }
    }
  },
);

function listFiles(folder: string, extensions: ReadonlySet<string>): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extensions.has(extname(entry.name).toLowerCase()))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Length of the picture in whole decoded frames, in seconds; 0 when it cannot be read. */
function measureSeconds(file: string): number {
  try {
    const facts = execFileSync(
      'ffprobe',
      [
        '-v',
        'error',
        '-select_streams',
        'v:0',
        '-show_entries',
        'stream=width:format=duration',
        '-of',
        'csv=p=0',
        file,
      ],
      { encoding: 'utf8' },
    );
    const [width, seconds] = facts
      .trim()
      .split('\n')
      .map((line) => Number.parseFloat(line));
    return width >= 160 && seconds > 0 ? seconds : 0;
  } catch {
    return 0;
  }
}

/** Renders a plan by way of its shots, which `work` holds until the next film. */
function renderFilm(ffmpeg: string, plan: FilmPlan, path: string, work: string): void {
  const { width, height, framesPerSecond } = plan;
  plan.segments.forEach(({ footage, startSeconds, frames, filters }, i) => {
    const still = footage.seconds === 0;
    const fit = `scale=${width}:${height}:force_original_aspect_ratio=increase,crop=${width}:${height}`;
    const base = still ? [] : [`fps=${framesPerSecond}`, fit];
    const chain = [
      ...base,
      ...filters,
      `tpad=stop=-1:stop_mode=clone`,
      `trim=end_frame=${frames}`,
      'setsar=1,format=yuv420p',
    ];
    const input = still ? ['-i', footage.file] : ['-ss', startSeconds.toFixed(3), '-i', footage.file];
    run(ffmpeg, [
      ...input,
      '-vf',
      chain.join(','),
      '-an',
      '-frames:v',
      String(frames),
      '-r',
      String(framesPerSecond),
      '-c:v',
      'ffv1',
      join(work, `${i}.mkv`),
    ]);
  });
  const inputs = plan.segments.flatMap((_, i) => ['-i', join(work, `${i}.mkv`)]);
  const graph = plan.segments.map((_, i) => `[${i}]settb=1/${framesPerSecond},setpts=N,fps=${framesPerSecond}[s${i}]`);
  let length = plan.segments[0].frames;
  let last = 's0';
  plan.joints.forEach((joint, i) => {
    const out = `j${i}`;
    if (joint.xfade === null) graph.push(`[${last}][s${i + 1}]concat=n=2:v=1,settb=1/${framesPerSecond}[${out}]`);
    else {
      const [duration, offset] = [joint.frames, length - joint.frames].map((count) =>
        (count / framesPerSecond).toFixed(6),
      );
      graph.push(`[${last}][s${i + 1}]xfade=transition=${joint.xfade}:duration=${duration}:offset=${offset}[${out}]`);
      length -= joint.frames;
    }
    length += plan.segments[i + 1].frames;
    last = out;
  });
  graph.push(`[${last}]${[...plan.filters, 'format=yuv420p'].join(',')}[out]`);
  run(ffmpeg, [...inputs, '-filter_complex', graph.join(';'), '-map', '[out]', ...plan.encoder, path]);
}

function run(ffmpeg: string, args: readonly string[]): void {
  execFileSync(ffmpeg, ['-v', 'error', '-nostdin', '-y', '-threads', '2', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
