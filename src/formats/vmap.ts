import { frameToMilliseconds } from '../core/measurements/frame-units.ts';
import type { Report, StoryBreak } from '../core/report.ts';
import { formatClock } from '../core/wording/text.ts';
import { listAdBreaks, nameBreak } from './ad-breaks.ts';
import { describeMissingBreaks } from './break-note.ts';
import type { ReportFormat } from './types.ts';
import { attributes, buildXml, comment } from './xml.ts';

const NAMESPACE = 'http://www.iab.net/videosuite/vmap';

const toAdBreak = (storyBreak: StoryBreak, { video }: Report) => ({
  ...attributes({
    timeOffset: formatClock(frameToMilliseconds(storyBreak.frame, video)),
    breakType: 'linear',
    breakId: nameBreak(storyBreak),
  }),
  'vmap:Extensions': {
    'vmap:Extension': { ...attributes({ type: 'reelsight-score' }), '#text': String(storyBreak.score) },
  },
});

/**
 * Safe story breaks as ad breaks (IAB VMAP 1.0, sections 2.2 and 2.3: `timeOffset` is `hh:mm:ss.mmm`). Breaks that are
 * not safe are left out, and a comment says so. An ad break names no ad source: the ad server or the player adds its own.
 */
export const vmapFormat: ReportFormat = {
  fileName: 'breaks.vmap.xml',
  description: 'safe story breaks as ad breaks for players and ad servers (VMAP 1.0)',
  render: (report) =>
    buildXml({
      'vmap:VMAP': {
        ...attributes({ 'xmlns:vmap': NAMESPACE, version: '1.0' }),
        ...comment(describeMissingBreaks(report)),
        'vmap:AdBreak': listAdBreaks(report).map((storyBreak) => toAdBreak(storyBreak, report)),
      },
    }),
};
