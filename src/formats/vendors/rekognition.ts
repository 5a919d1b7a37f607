import type { Report } from '../../core/report.ts';
import type { ReportFormat } from '../types.ts';
import { detectLabels } from './detect-labels.ts';
import { detectSegments } from './detect-segments.ts';
import { moderateContent } from './moderate-content.ts';

/** What Rekognition's calls answer, by the names of the calls. A call whose question was not asked is `undefined`. */
export const answerForRekognition = (report: Report) => ({
  GetSegmentDetection: detectSegments(report),
  GetLabelDetection: detectLabels(report),
  GetContentModeration: moderateContent(report),
});

/** Rekognition Video's answers (API of 2016-06-27) to three of its calls, each under the name of the call. */
export const rekognitionFormat: ReportFormat = {
  fileName: 'rekognition.json',
  description: 'shots, technical cues, labels, moderation as Rekognition answers (JSON)',
  render: (report) => `${JSON.stringify(answerForRekognition(report), null, 2)}\n`,
};
