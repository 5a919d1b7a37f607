import { frameToMilliseconds } from '../core/measurements/frame-units.ts';
import type { Report, StoryBreak } from '../core/report.ts';
import { listAdBreaks } from './ad-breaks.ts';
import { describeMissingBreaks } from './break-note.ts';
import type { ReportFormat } from './types.ts';
import { attributes, buildXml, comment } from './xml.ts';

/** Of ESAM I03 (OC-SP-ESAM-API-I03-131025), as packagers take it. */
const NAMESPACES = {
  xmlns: 'urn:cablelabs:iptvservices:esam:xsd:signal:1',
  'xmlns:sig': 'urn:cablelabs:md:xsd:signaling:3.0',
  'xmlns:common': 'urn:cablelabs:iptvservices:esam:xsd:common:1',
  'xmlns:content': 'urn:cablelabs:md:xsd:content:3.0',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
};
const IDENTITY = 'reelsight';
/** SCTE 35's splice_command_type of time_signal(), and its segmentation_type_id of a provider's placement opportunity. */
const TIME_SIGNAL = '06';
const PLACEMENT_OPPORTUNITY_START = '52';
/** segmentation_upid_type of an identifier of an ad (ADI). */
const UPID_TYPE = '9';

const identify = ({ index }: StoryBreak): string => String(index + 1);
const toDuration = (seconds: number): string => `PT${seconds}S`;

/** Seconds, with milliseconds that lie in the break's first frame. */
const toPoint = ({ frame }: StoryBreak, { video }: Report): string =>
  (frameToMilliseconds(frame, video) / 1000).toFixed(3);

function toSignal(storyBreak: StoryBreak, point: string, duration: Record<string, string>) {
  const id = identify(storyBreak);
  const identity = { acquisitionPointIdentity: IDENTITY, acquisitionSignalID: id };
  const segment = { segmentEventId: id, segmentTypeId: PLACEMENT_OPPORTUNITY_START, upidType: UPID_TYPE, upid: id };
  return {
    ...attributes({ ...identity, signalPointID: point, action: 'create' }),
    'sig:NPTPoint': attributes({ nptPoint: point }),
    'sig:SCTE35PointDescriptor': {
      ...attributes({ spliceCommandType: TIME_SIGNAL }),
      'sig:SegmentationDescriptorInfo': attributes({
        ...segment,
        ...duration,
        segmentNumber: '1',
        segmentsExpected: '1',
      }),
    },
  };
}

/**
 * Safe story breaks as an ESAM SignalProcessingNotification (CableLabs ESAM I03): for each a time_signal that opens a
 * provider's placement opportunity, and the conditioning (a key frame) of the stream at that point. Points are seconds
 * from the video's start. No signal closes one: the video goes on where it stopped.
 */
export const scte35EsamFormat: ReportFormat = {
  fileName: 'breaks.esam.xml',
  description: 'safe story breaks as SCTE 35 signals for packagers (ESAM XML)',
  render: (report, { breakSeconds }) => {
    const breaks = listAdBreaks(report);
    const duration: Record<string, string> = breakSeconds === undefined ? {} : { duration: toDuration(breakSeconds) };
    return buildXml({
      SignalProcessingNotification: {
        ...attributes({ ...NAMESPACES, acquisitionPointIdentity: IDENTITY }),
        ...comment(describeMissingBreaks(report)),
        'common:BatchInfo': {
          ...attributes({ batchId: '1' }),
          'common:Source': attributes({ 'xsi:type': 'content:MovieType' }),
        },
        ResponseSignal: breaks.map((storyBreak) => toSignal(storyBreak, toPoint(storyBreak, report), duration)),
        ConditioningInfo: breaks.map((storyBreak) =>
          attributes({
            acquisitionSignalIDRef: identify(storyBreak),
            startOffset: toDuration(Number(toPoint(storyBreak, report))),
            ...duration,
          }),
        ),
      },
    });
  },
};
