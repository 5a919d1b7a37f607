import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { makeFolder, testFfmpeg, writeClip } from '../../helpers/clips.ts';
import { runReelsight } from '../../helpers/command-line.ts';
import { writePicture } from '../../helpers/picture-files.ts';

const folder = await makeFolder();
const ffmpeg = await testFfmpeg();
const at = (name: string) => join(folder.path, name);
const clip = await writeClip(ffmpeg, at('clip.mp4'), {
  parts: [
    ['testsrc2', 0.6],
    ['testsrc', 0.6],
  ],
  outputOptions: ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '10', '-c:a', 'aac'],
});
const logo = await writePicture(ffmpeg, at('logo.png'), 20);
const report = at('report.json');
for (const name of ['temporary', 'place', 'library']) mkdirSync(at(name));
writeFileSync(at('place/shop.csv'), 'id,image_link\n1,logo.png\n');
copyFileSync(logo, at('place/logo.png'));

// Counts its runs, and fails in the one that it is told.
const counting = at('counting.sh');
writeFileSync(
  counting,
  `#!/bin/sh
count=$(($(cat ${at('count')}) + 1))
echo $count > ${at('count')}
if [ $count -eq $(cat ${at('failing')}) ]; then
  echo '[error] made to fail' >&2
  eval "$(cat ${at('how')})"
fi
exec ${JSON.stringify(ffmpeg.path)} "$@"
`,
  { mode: 0o755 },
);

const usual = process.env['TMPDIR'];
test.before(async () => {
  const made = await runReelsight(['analyze', clip, '--out', at('made')]);
  if (made.status !== 0) throw new Error(made.stderr);
  copyFileSync(at('made/report.json'), report);
  process.env['TMPDIR'] = at('temporary');
});
test.after.always(async () => {
  if (usual === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = usual;
  await folder.remove();
});

const list = (name: string) => (readdirSync(at(name), { recursive: true }) as string[]).sort();

async function run(args: readonly string[], failing: number, how: string) {
  writeFileSync(at('count'), '0');
  writeFileSync(at('failing'), String(failing));
  writeFileSync(at('how'), how);
  const env = { FFMPEG_PATH: counting, REELSIGHT_LIBRARY: at('library') };
  const result = await runReelsight(args, { env });
  return { ...result, runs: Number(readFileSync(at('count'), 'utf8')) };
}

const COMMANDS: Record<string, string[]> = {
  analyze: ['analyze', clip, '--out', at('place/out/deep')],
  split: ['split', clip, '--report', report, '--at', 'shots', '--out', at('place/out')],
  'split --exact': ['split', clip, '--report', report, '--at', 'shots', '--exact', '--out', at('place/out')],
  thumbnails: ['thumbnails', clip, '--every', '0.3', '--sprite', '--out', at('place/out')],
  'brands add': ['brands', 'add', 'Tea', '--images', logo],
  'products index': ['products', 'index', at('place/shop.csv')],
};

for (const [name, args] of Object.entries(COMMANDS))
  test(`${name} leaves nothing, whichever run of ffmpeg fails`, async (t) => {
    const whole = await run(args, 0, 'true');
    t.is(whole.status, 0, whole.stderr);
    t.true(whole.runs > 0);
    t.deepEqual(list('temporary'), []);
    clear();
    const before = [list('place'), list('library')];
    let failed = 0;
    for (let failing = 1; failing <= whole.runs; failing++) {
      const how = failing % 2 === 0 ? 'exit 1' : 'kill -9 $$';
      const done = await run(args, failing, how);
      t.deepEqual(list('temporary'), [], `run ${failing}, ${how}`);
      // Some runs it can do without.
      if (done.status === 0) clear();
      else {
        failed++;
        t.deepEqual([list('place'), list('library')], before, `run ${failing}, ${how}: ${done.stderr}`);
      }
    }
    t.true(failed > 0);
  });

function clear(): void {
  for (const name of ['place/out', 'library']) rmSync(at(name), { recursive: true, force: true });
  mkdirSync(at('library'));
}
