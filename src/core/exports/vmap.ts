import { XMLBuilder } from 'fast-xml-parser';
import type { Report, StoryBreak } from '../report.ts';
import { formatClock } from './text.ts';
import type { ReportFormat } from './types.ts';

const NAMESPACE = 'http://www.iab.net/videosuite/vmap';
const ATTRIBUTE = '@';

const toAdBreak = (storyBreak: StoryBreak) => ({
  [`${ATTRIBUTE}timeOffset`]: formatClock(storyBreak.seconds),
  [`${ATTRIBUTE}breakType`]: 'linear',
  [`${ATTRIBUTE}breakId`]: `break-${storyBreak.index + 1}`,
  'vmap:Extensions': {
    'vmap:Extension': { [`${ATTRIBUTE}type`]: 'reelsight-score', '#text': String(storyBreak.score) },
  },
});

function renderVmap(report: Report): string {
  const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: ATTRIBUTE,
    format: true,
    suppressEmptyNode: true,
  });
  const breaks = report.storyBreaks.filter(({ safe }) => safe).sort((a, b) => a.seconds - b.seconds);
  return builder.build({
    '?xml': { [`${ATTRIBUTE}version`]: '1.0', [`${ATTRIBUTE}encoding`]: 'UTF-8' },
    'vmap:VMAP': {
      [`${ATTRIBUTE}xmlns:vmap`]: NAMESPACE,
      [`${ATTRIBUTE}version`]: '1.0',
      'vmap:AdBreak': breaks.map(toAdBreak),
    },
  });
}

/**
 * Safe story breaks as ad breaks (IAB VMAP 1.0, sections 2.2 and 2.3: `timeOffset` is `hh:mm:ss.mmm`). Breaks that are
 * not safe are left out. An ad break names no ad source: the ad server or the player adds its own.
 */
export const vmapFormat: ReportFormat = {
  fileName: 'breaks.vmap.xml',
  description: 'safe story breaks as ad breaks for players and ad servers (VMAP 1.0)',
  render: renderVmap,
};
