import { conformFrame } from '../../core/measurements/timebase.ts';
import { writeTimecode } from '../../core/measurements/timecode-text.ts';
import type { Cue, Report } from '../../core/report.ts';
import { type FrameSpan, spanOfFrames, spanOfSeconds } from './frame-span.ts';
import { describeJob, describeVideo, toMillisRange } from './rekognition-video.ts';

/** Our cues that are technical cues there. It knows no white, silent or frozen stretches. */
const CUE_TYPES: { readonly [type in Cue['type']]?: 'BlackFrames' | 'ColorBars' | 'EndCredits' | 'Slate' } = {
  black: 'BlackFrames',
  'color-bars': 'ColorBars',
  'end-credits': 'EndCredits',
  slate: 'Slate',
};

/**
 * The answer of `GetSegmentDetection`: technical cues, then shots, each in order of time. A segment's end is the number,
 * the time and the timecode of its last frame, and its durations reach from the first frame to that one.
 */
export function detectSegments(report: Report) {
  const cues = report.cues.flatMap((cue) => {
    const type = CUE_TYPES[cue.type];
    if (!type) return [];
    const span = describeSpan(spanOfSeconds(cue, report), report);
    return [{ Type: 'TECHNICAL_CUE' as const, ...span, TechnicalCueSegment: { Type: type } }];
  });
  const shots = report.shots.map((shot) => ({
    Type: 'SHOT' as const,
    ...describeSpan(spanOfFrames(shot), report),
    ShotSegment: { Index: shot.index },
  }));
  return {
    ...describeJob(report),
    VideoMetadata: [describeVideo(report)],
    AudioMetadata: report.video.audioCodec === null ? [] : [{ Codec: report.video.audioCodec }],
    Segments: [...cues.sort((a, b) => a.StartFrameNumber - b.StartFrameNumber), ...shots],
    SelectedSegmentTypes: [{ Type: 'TECHNICAL_CUE' as const }, { Type: 'SHOT' as const }],
  };
}

function describeSpan(span: FrameSpan, report: Report) {
  const { firstFrame, lastFrame } = span;
  const { frameRate, timecode } = report.video;
  const [first, last] = [firstFrame, lastFrame].map((frame) => conformFrame(frame, frameRate, timecode)) as [
    number,
    number,
  ];
  return {
    ...toMillisRange(span, report),
    StartTimecodeSMPTE: writeTimecode(first, timecode),
    EndTimecodeSMPTE: writeTimecode(last, timecode),
    DurationSMPTE: writeTimecode(last - first, timecode),
    StartFrameNumber: firstFrame,
    EndFrameNumber: lastFrame,
    DurationFrames: lastFrame - firstFrame,
  };
}
