import { type Rational, toNumber } from '../core/measurements/rational.ts';
import type { Report, Shot, StoryBreak } from '../core/report.ts';
import { nameScene } from '../core/wording/label-title.ts';
import { toSingleLine } from '../core/wording/text.ts';
import { listMixes, type Mix } from './mixes.ts';
import { countEdges, createEditTimecodes, type Timecodes } from './timecodes.ts';
import type { ExportAssets, ReportFormat } from './types.ts';

/** The version that OpenTimelineIO gives each kind of object, as of its release 0.15 and later. */
const SCHEMA = {
  timeline: 'Timeline.1',
  stack: 'Stack.1',
  track: 'Track.1',
  clip: 'Clip.2',
  transition: 'Transition.1',
  marker: 'Marker.2',
  media: 'ExternalReference.1',
  range: 'TimeRange.1',
  time: 'RationalTime.1',
} as const;

/** Frames of the timebase as OpenTimelineIO writes them. */
interface Clock {
  /** Counted from 00:00:00:00, as the media counts: `first` is its first picture, `origin` the timeline's. */
  readonly first: number;
  readonly origin: number;
  readonly timecodes: Timecodes;
  time(count: number): object;
  range(start: number, end: number): object;
  /** A range of the video's frames, counted from the timeline's first: places on it. */
  place(startFrame: number, endFrame: number): object;
}

function createClock(rate: Rational, timecodes: Timecodes, startFrame: number): Clock {
  const [first, origin] = [timecodes.count(0), timecodes.count(startFrame)];
  const time = (value: number) => ({ OTIO_SCHEMA: SCHEMA.time, rate: toNumber(rate), value });
  const range = (start: number, end: number) => ({
    OTIO_SCHEMA: SCHEMA.range,
    duration: time(end - start),
    start_time: time(start),
  });
  const place = (startFrame: number, endFrame: number) => {
    const [start, end] = countEdges([startFrame, endFrame], timecodes) as [number, number];
    return range(start - origin, end - origin);
  };
  return { first, origin, timecodes, time, range, place };
}

/** OpenTimelineIO's names of transitions; it knows one by name. */
const TRANSITION_TYPES = { dissolve: 'SMPTE_Dissolve', wipe: 'Custom_Transition' } as const;

/** A mix lies between two clips that go on beneath it: the clips' own ranges still tile the video. */
const toTransition = ({ type, startFrame, endFrame }: Mix, shot: Shot, cut: number, { time, timecodes }: Clock) => ({
  OTIO_SCHEMA: SCHEMA.transition,
  metadata: { reelsight: { transitionIn: shot.transitionIn } },
  name: type,
  in_offset: time(Math.max(0, cut - timecodes.count(startFrame))),
  out_offset: time(Math.max(0, timecodes.count(endFrame) - cut)),
  transition_type: TRANSITION_TYPES[type],
});

/** Without a URL the video's name, as a path beside the timeline; through bytes, because a lone surrogate cannot be encoded. */
const addressVideo = ({ name }: Report['video'], videoUrl: string | undefined): string =>
  videoUrl ?? encodeURIComponent(Buffer.from(name).toString());

const toClip = (shot: Shot, { video }: Report, sourceRange: object, mediaRange: object, targetUrl: string) => ({
  OTIO_SCHEMA: SCHEMA.clip,
  metadata: { reelsight: { transitionIn: shot.transitionIn, labels: shot.labels } },
  name: `Shot ${shot.index + 1}`,
  source_range: sourceRange,
  effects: [],
  markers: [],
  enabled: true,
  media_references: {
    DEFAULT_MEDIA: {
      OTIO_SCHEMA: SCHEMA.media,
      metadata: {},
      name: toSingleLine(video.name),
      available_range: mediaRange,
      target_url: targetUrl,
    },
  },
  active_media_reference_key: 'DEFAULT_MEDIA',
});

const toBreakMarker = (storyBreak: StoryBreak, { place }: Clock) => {
  const { index, frame, score, safe, reasons } = storyBreak;
  return {
    OTIO_SCHEMA: SCHEMA.marker,
    metadata: { reelsight: { kind: 'story-break', score, safe, reasons } },
    name: `Break ${index + 1} (score ${score}${safe ? '' : ', not safe'})`,
    color: safe ? 'GREEN' : 'RED',
    comment: reasons.map((reason) => reason.signal).join(', '),
    marked_range: place(frame, frame + 1),
  };
};

function renderOtio(report: Report, assets: ExportAssets): string {
  const { shots, video } = report;
  const timecodes = createEditTimecodes(report, assets);
  const clock = createClock(timecodes.timebase.rate, timecodes, video.part.startFrame);
  const targetUrl = addressVideo(video, assets.videoUrl);
  const mixes = listMixes(report);
  const edges = countEdges([...shots.map(({ startFrame }) => startFrame), shots.at(-1)!.endFrame], timecodes);
  // Of a part the media goes on behind the last shot.
  const mediaRange = clock.range(clock.first, Math.max(edges.at(-1)!, timecodes.count(video.frameCount)));
  const sceneMarkers = report.scenes.map((scene) => ({
    OTIO_SCHEMA: SCHEMA.marker,
    metadata: { reelsight: { kind: 'scene', safety: scene.safety, labels: scene.labels } },
    name: nameScene(scene),
    color: 'CYAN',
    comment: '',
    marked_range: clock.place(scene.startFrame, scene.endFrame),
  }));
  const timeline = {
    OTIO_SCHEMA: SCHEMA.timeline,
    metadata: { reelsight: { id: report.id, schemaVersion: report.schemaVersion, timecode: video.timecode } },
    name: toSingleLine(video.name),
    global_start_time: clock.origin === 0 ? null : clock.time(clock.origin),
    tracks: {
      OTIO_SCHEMA: SCHEMA.stack,
      metadata: {},
      name: 'tracks',
      source_range: null,
      effects: [],
      markers: report.storyBreaks.map((storyBreak) => toBreakMarker(storyBreak, clock)),
      enabled: true,
      children: [
        {
          OTIO_SCHEMA: SCHEMA.track,
          metadata: {},
          name: 'Shots',
          source_range: null,
          effects: [],
          markers: sceneMarkers,
          enabled: true,
          children: shots.flatMap((shot, position) => {
            const mix = mixes[position];
            const [start, end] = [edges[position]!, edges[position + 1]!];
            const clip = toClip(shot, report, clock.range(start, end), mediaRange, targetUrl);
            return mix ? [toTransition(mix, shot, start, clock), clip] : [clip];
          }),
          kind: 'Video',
        },
      ],
    },
  };
  return `${JSON.stringify(timeline, null, 2)}\n`;
}

/**
 * OpenTimelineIO JSON (the library's serialized data model): one track with a clip a shot and its dissolves and wipes
 * as transitions between them, scenes as markers of the track, story breaks as markers of the timeline. The media begins
 * at the source's own timecode, where it has one.
 */
export const otioFormat: ReportFormat = {
  fileName: 'timeline.otio',
  description: 'shots as clips, scenes and story breaks as markers (OpenTimelineIO)',
  render: renderOtio,
};
