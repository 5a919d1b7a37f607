import test from 'ava';
import { runReelsight } from '../../helpers/command-line.ts';

interface Finding {
  readonly what: string;
  readonly state: string;
  readonly detail: string;
}

test('doctor finds nothing to mend where the tests run', async (t) => {
  const { status, stdout, stderr } = await runReelsight(['doctor', '--json']);
  t.is(status, 0, stderr);
  const findings: Finding[] = JSON.parse(stdout);
  t.deepEqual(
    findings.map(({ what }) => what),
    ['Node.js', 'ffmpeg', 'decoders', 'filters', 'model cache', 'network', 'cores and memory'],
  );
  t.deepEqual(
    findings.filter(({ state }) => state === 'broken'),
    [],
  );
});

test('doctor names a path that is not ffmpeg, and fails', async (t) => {
  const { status, stdout, stderr } = await runReelsight(['doctor'], { env: { FFMPEG_PATH: process.execPath } });
  t.is(status, 1);
  t.true(/BROKEN +ffmpeg .*FFMPEG_PATH/.test(stdout), stdout);
  t.regex(stderr, /fix ffmpeg/);
});
