import test from 'ava';
import { otioFormat } from '../../../src/core/exports/otio.ts';
import type { Report } from '../../../src/core/report.ts';
import { createSampleReport, HOSTILE_NAMES } from '../../helpers/sample-report.ts';

interface Time {
  rate: number;
  value: number;
}
interface Item {
  OTIO_SCHEMA: string;
  name: string;
  source_range: { start_time: Time; duration: Time };
  marked_range: { start_time: Time; duration: Time };
  media_references: { DEFAULT_MEDIA: { target_url: string } };
  color: string;
}

const read = (report: Report) => {
  const timeline = JSON.parse(otioFormat.render(report, { thumbnails: new Map() }));
  const [track] = timeline.tracks.children;
  return {
    timeline,
    clips: track.children as Item[],
    sceneMarkers: track.markers as Item[],
    breakMarkers: timeline.tracks.markers as Item[],
  };
};

test('a clip a shot, tiling the video at its exact rate', (t) => {
  const report = createSampleReport({ frameRate: { numerator: 30_000, denominator: 1001 } });
  const { timeline, clips } = read(report);
  t.is(timeline.OTIO_SCHEMA, 'Timeline.1');
  t.is(clips.length, report.shots.length);
  let next = 0;
  for (const { OTIO_SCHEMA, source_range } of clips) {
    t.is(OTIO_SCHEMA, 'Clip.2');
    t.is(source_range.start_time.value, next);
    t.is(source_range.start_time.rate, 30_000 / 1001);
    next += source_range.duration.value;
  }
  t.is(next, report.video.frameCount);
});

test('scenes and breaks are markers at their frames', (t) => {
  const report = createSampleReport();
  const { sceneMarkers, breakMarkers } = read(report);
  t.deepEqual(
    sceneMarkers.map(({ marked_range }) => marked_range.start_time.value),
    report.scenes.map(({ startFrame }) => startFrame),
  );
  t.deepEqual(
    breakMarkers.map(({ marked_range, color }) => [marked_range.start_time.value, color]),
    report.storyBreaks.map(({ frame, safe }) => [frame, safe ? 'GREEN' : 'RED']),
  );
});

test('the media address holds the name whatever it is', (t) => {
  for (const name of HOSTILE_NAMES) {
    const { clips } = read(createSampleReport({ name, shotCount: 1 }));
    const address = clips[0]!.media_references.DEFAULT_MEDIA.target_url;
    t.regex(address, /^[\w\-.!~*'()%]+$/);
    t.is(decodeURIComponent(address), name.replace('\ud800', '\ufffd'));
  }
});
