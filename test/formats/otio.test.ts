import test from 'ava';
import type { Report } from '../../src/core/report.ts';
import { otioFormat } from '../../src/formats/otio.ts';
import { createSampleReport, HOSTILE_NAMES } from '../helpers/sample-report.ts';

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
  in_offset: Time;
  out_offset: Time;
  transition_type: string;
}

const read = (report: Report) => {
  const timeline = JSON.parse(otioFormat.render(report, { thumbnails: new Map() }));
  const [track] = timeline.tracks.children;
  const children = track.children as Item[];
  return {
    timeline,
    children,
    clips: children.filter(({ OTIO_SCHEMA }) => OTIO_SCHEMA !== 'Transition.1'),
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

test('dissolves and wipes are transitions between the clips that they mix', (t) => {
  const report = createSampleReport({ shotCount: 90, durationSeconds: 900 });
  const { children } = read(report);
  const expected = report.shots.flatMap(({ transitionIn: { type, startFrame, endFrame }, startFrame: middle }) =>
    type === 'dissolve' || type === 'wipe' ? [[type, middle - startFrame - 1, endFrame - middle], 'clip'] : ['clip'],
  );
  t.deepEqual(
    children.map((item) =>
      item.OTIO_SCHEMA === 'Clip.2' ? 'clip' : [item.name, item.in_offset.value, item.out_offset.value],
    ),
    expected,
  );
  const types = new Map(children.map(({ name, transition_type }) => [name, transition_type]));
  t.is(types.get('dissolve'), 'SMPTE_Dissolve');
  t.is(types.get('wipe'), 'Custom_Transition');
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

test('the media address is the one that was given', (t) => {
  const videoUrl = 'file:///videos/a%20b.mp4';
  const report = createSampleReport({ shotCount: 2, sceneCount: 1 });
  const text = otioFormat.render(report, { thumbnails: new Map(), videoUrl });
  t.is(text.match(/"target_url": "file:\/\/\/videos\/a%20b\.mp4"/g)?.length, 2);
});
