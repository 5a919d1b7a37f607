import test from 'ava';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
// The parser of a player, which does not check the checksum. Its package exports the player alone.
import { readSCTE35 } from 'mpegts.js/scte35';
import { crc32Mpeg2 } from '../../src/formats/crc32-mpeg2.ts';
import { scte35Format } from '../../src/formats/scte35.ts';
import { encodeSpliceInsert } from '../../src/formats/splice-insert.ts';
import { createSampleReport } from '../helpers/sample-report.ts';

/** The splice_insert() that SCTE 35 gives as an example (section 14.2), and what it says of it. */
const PUBLISHED = Buffer.from('/DAvAAAAAAAA///wFAVIAACPf+/+c2nALv4AUsz1AAAAAAAKAAhDVUVJAAABNWLbowo=', 'base64');

test('the checksum is that of the standard’s example', (t) => {
  t.is(crc32Mpeg2(PUBLISHED.subarray(0, -4)), PUBLISHED.readUInt32BE(PUBLISHED.length - 4));
  // Over a section with its checksum it is 0: how a receiver checks.
  t.is(crc32Mpeg2(PUBLISHED), 0);
  t.is(crc32Mpeg2(Buffer.from('123456789')), 0x0376e6e7);
});

test('the command has the standard’s example’s bytes', (t) => {
  const ours = encodeSpliceInsert({
    eventId: 0x4800008f,
    pts: 0x07369c02e,
    durationTicks: 0x00052ccf5,
    availNumber: 0,
    availsExpected: 0,
  });
  t.deepEqual(ours.subarray(13, 34), PUBLISHED.subarray(13, 34));
});

test('another parser reads back what was written', (t) => {
  const ticks = fc.integer({ min: 0, max: 2 ** 33 - 1 });
  const splice = fc.record({
    eventId: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    pts: ticks,
    durationTicks: fc.option(ticks),
    availNumber: fc.integer({ min: 1, max: 300 }),
    availsExpected: fc.integer({ min: 1, max: 300 }),
  });
  fc.assert(
    fc.property(splice, (wanted) => {
      const section = encodeSpliceInsert(wanted);
      t.is(crc32Mpeg2(section), 0);
      t.is(section.length, 3 + (section.readUInt16BE(1) & 0xfff));
      const { tier, pts_adjustment, splice_command_type, splice_command } = readSCTE35(section).detail;
      t.deepEqual([tier, pts_adjustment, splice_command_type], [0xfff, 0, 5]);
      const isCounted = wanted.availsExpected <= 255;
      t.deepEqual<object, object>(
        { ...splice_command, splice_event_id: splice_command.splice_event_id >>> 0 },
        {
          splice_event_id: wanted.eventId,
          splice_event_cancel_indicator: false,
          out_of_network_indicator: true,
          program_splice_flag: true,
          duration_flag: wanted.durationTicks !== null,
          splice_immediate_flag: false,
          splice_time: { time_specified_flag: true, pts_time: wanted.pts },
          ...(wanted.durationTicks === null
            ? {}
            : { break_duration: { auto_return: true, duration: wanted.durationTicks } }),
          unique_program_id: 0,
          avail_num: isCounted ? wanted.availNumber & 0xff : 0,
          avails_expected: isCounted ? wanted.availsExpected : 0,
        },
      );
    }),
    { numRuns: 300 },
  );
});

test('a line a safe break: what it says in the open is what the message says', (t) => {
  const report = createSampleReport({ shotCount: 40, sceneCount: 20, breakCount: 9, startSeconds: 0.48 });
  report.storyBreaks[2]!.safe = false;
  const safe = report.storyBreaks.filter((storyBreak) => storyBreak.safe);
  for (const breakSeconds of [undefined, 30, 12.5]) {
    const text = scte35Format.render(report, { thumbnails: new Map(), breakSeconds });
    const rows: Record<string, string>[] = parse(text, { columns: true, record_delimiter: '\r\n' });
    t.deepEqual(
      rows.map(({ break: name }) => name),
      safe.map(({ index }) => `break-${index + 1}`),
    );
    for (const [i, row] of rows.entries()) {
      const section = Buffer.from(row.base64!, 'base64');
      t.is(row.hex, `0x${section.toString('hex').toUpperCase()}`);
      const command = readSCTE35(section).detail.splice_command;
      t.is(command.splice_time.pts_time, Math.round(safe[i]!.seconds * 90_000));
      t.is(Number(row.pts), command.splice_time.pts_time);
      t.is(Number(row.seconds), safe[i]!.seconds);
      t.is(row.durationSeconds, breakSeconds === undefined ? '' : String(breakSeconds));
      t.like(command, {
        splice_event_id: Number(row.eventId),
        duration_flag: breakSeconds !== undefined,
        break_duration: breakSeconds && { auto_return: true, duration: breakSeconds * 90_000 },
      });
    }
  }
});

test('after 26.5 hours the clock starts again', (t) => {
  const report = createSampleReport({ durationSeconds: 200_000, shotCount: 100, sceneCount: 40, breakCount: 30 });
  for (const storyBreak of report.storyBreaks) storyBreak.safe = true;
  const rows: Record<string, string>[] = parse(scte35Format.render(report, { thumbnails: new Map() }), {
    columns: true,
  });
  const last = rows.at(-1)!;
  t.true(Number(last.seconds) > 2 ** 33 / 90_000);
  t.is(Number(last.pts), Math.round(Number(last.seconds) * 90_000) - 2 ** 33);
});
