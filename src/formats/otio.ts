import type { Report, Shot, StoryBreak } from '../core/report.ts';
import { nameScene } from '../core/wording/label-title.ts';
import { toSingleLine } from '../core/wording/text.ts';
import { listMixes, type Mix } from './mixes.ts';
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

type Make = (startFrame: number, endFrame: number) => object;

const createTime = ({ numerator, denominator }: Report['video']['frameRate'], value: number) => ({
  OTIO_SCHEMA: SCHEMA.time,
  rate: numerator / denominator,
  value,
});

const createRangeMaker = (frameRate: Report['video']['frameRate']): Make => {
  const time = (value: number) => createTime(frameRate, value);
  return (startFrame, endFrame) => ({
    OTIO_SCHEMA: SCHEMA.range,
    duration: time(endFrame - startFrame),
    start_time: time(startFrame),
  });
};

/** OpenTimelineIO's names of transitions; it knows one by name. */
const TRANSITION_TYPES = { dissolve: 'SMPTE_Dissolve', wipe: 'Custom_Transition' } as const;

/** A mix lies between two clips that go on beneath it: the clips' own ranges still tile the video. */
const toTransition = ({ type, startFrame, endFrame }: Mix, shot: Shot, { video }: Report) => ({
  OTIO_SCHEMA: SCHEMA.transition,
  metadata: { reelsight: { transitionIn: shot.transitionIn } },
  name: type,
  in_offset: createTime(video.frameRate, shot.startFrame - startFrame),
  out_offset: createTime(video.frameRate, endFrame - shot.startFrame),
  transition_type: TRANSITION_TYPES[type],
});

/** Without a URL the video's name, as a path beside the timeline; through bytes, because a lone surrogate cannot be encoded. */
const addressVideo = ({ name }: Report['video'], videoUrl: string | undefined): string =>
  videoUrl ?? encodeURIComponent(Buffer.from(name).toString());

const toClip = (shot: Shot, report: Report, range: Make, targetUrl: string) => ({
  OTIO_SCHEMA: SCHEMA.clip,
  metadata: { reelsight: { transitionIn: shot.transitionIn, labels: shot.labels } },
  name: `Shot ${shot.index + 1}`,
  source_range: range(shot.startFrame, shot.endFrame),
  effects: [],
  markers: [],
  enabled: true,
  media_references: {
    DEFAULT_MEDIA: {
      OTIO_SCHEMA: SCHEMA.media,
      metadata: {},
      name: toSingleLine(report.video.name),
      available_range: range(0, report.video.frameCount),
      target_url: targetUrl,
    },
  },
  active_media_reference_key: 'DEFAULT_MEDIA',
});

const toBreakMarker = (storyBreak: StoryBreak, range: Make) => {
  const { index, frame, score, safe, reasons } = storyBreak;
  return {
    OTIO_SCHEMA: SCHEMA.marker,
    metadata: { reelsight: { kind: 'story-break', score, safe, reasons } },
    name: `Break ${index + 1} (score ${score}${safe ? '' : ', not safe'})`,
    color: safe ? 'GREEN' : 'RED',
    comment: reasons.map((reason) => reason.signal).join(', '),
    marked_range: range(frame, frame + 1),
  };
};

function renderOtio(report: Report, { videoUrl }: ExportAssets): string {
  const range = createRangeMaker(report.video.frameRate);
  const targetUrl = addressVideo(report.video, videoUrl);
  const mixes = listMixes(report);
  const sceneMarkers = report.scenes.map((scene) => ({
    OTIO_SCHEMA: SCHEMA.marker,
    metadata: { reelsight: { kind: 'scene', safety: scene.safety, labels: scene.labels } },
    name: nameScene(scene),
    color: 'CYAN',
    comment: '',
    marked_range: range(scene.startFrame, scene.endFrame),
  }));
  const timeline = {
    OTIO_SCHEMA: SCHEMA.timeline,
    metadata: { reelsight: { id: report.id, schemaVersion: report.schemaVersion } },
    name: toSingleLine(report.video.name),
    global_start_time: null,
    tracks: {
      OTIO_SCHEMA: SCHEMA.stack,
      metadata: {},
      name: 'tracks',
      source_range: null,
      effects: [],
      markers: report.storyBreaks.map((storyBreak) => toBreakMarker(storyBreak, range)),
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
          children: report.shots.flatMap((shot, position) => {
            const mix = mixes[position];
            const clip = toClip(shot, report, range, targetUrl);
            return mix ? [toTransition(mix, shot, report), clip] : [clip];
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
 * as transitions between them, scenes as markers of the track, story breaks as markers of the timeline.
 */
export const otioFormat: ReportFormat = {
  fileName: 'timeline.otio',
  description: 'shots as clips, scenes and story breaks as markers (OpenTimelineIO)',
  render: renderOtio,
};
