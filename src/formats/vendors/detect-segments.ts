import { frameToTimecode } from '../../core/measurements/timecode.ts';
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
  const timecode = (frame: number) => frameToTimecode(frame, report.video.frameRate);
  return {
    ...toMillisRange(span, report),
    StartTimecodeSMPTE: timecode(firstFrame),
    EndTimecodeSMPTE: timecode(lastFrame),
    DurationSMPTE: timecode(lastFrame - firstFrame),
    StartFrameNumber: firstFrame,
    EndFrameNumber: lastFrame,
    DurationFrames: lastFrame - firstFrame,
  };
}
