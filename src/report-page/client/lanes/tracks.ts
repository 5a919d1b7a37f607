import type { TrackLane } from '../../model/lanes.ts';
import type { Track, TrackSegment } from '../../model/tracks.ts';
import { type Drawing, fitText, toVisible } from './drawing.ts';

const MINIMUM_WIDTH = 3;
/** Round corners of narrower blocks are not seen, and cost time in long films. */
const ROUND_FROM = 8;
/** How much colour the least sure has, so that it stays in sight. */
const FAINTEST = 0.22;
/** How much of what is not searched for shows. */
const FADED = 0.25;
/** A bar this high tells the confidence where words need a plain ground. */
const BAR_HEIGHT = 2;

const COLORS = { brand: 'track-brand', product: 'track-product' } as const;
/** Taxonomies take turns, so that neighbours differ. */
const LABEL_COLORS = ['track-label', 'track-label-2'] as const;

const colorOf = ({ kind, group }: Track) => (kind === 'label' ? LABEL_COLORS[group % 2] : COLORS[kind]);

const strengthOf = ({ confidence }: TrackSegment): number => FAINTEST + (1 - FAINTEST) * confidence;

function drawSegment(drawing: Drawing, lane: TrackLane, segment: TrackSegment, alpha: number): void {
  const { context, palette, scale } = drawing;
  const { track } = lane;
  const height = lane.height / track.rows;
  const top = lane.top + segment.row * height;
  const visible = toVisible(segment.startSeconds, segment.endSeconds, scale);
  if (visible === null) return;
  const [x, inner] = [visible[0], Math.max(visible[1] - 1, MINIMUM_WIDTH)];
  const isLabel = track.kind === 'label';
  context.fillStyle = palette[colorOf(track)];
  context.globalAlpha = alpha * (isLabel ? strengthOf(segment) : FAINTEST);
  const block = isLabel ? height : height - 1;
  if (inner < ROUND_FROM) {
    context.fillRect(x, top, inner, block);
  } else {
    context.beginPath();
    context.roundRect(x, top, inner, block, 2);
    context.fill();
  }
  if (isLabel) return;
  context.globalAlpha = alpha * strengthOf(segment);
  context.fillRect(x, top + height - 1 - BAR_HEIGHT, inner, BAR_HEIGHT);
  context.globalAlpha = alpha;
  context.fillStyle = palette.text;
  context.fillText(fitText(context, segment.title, inner - 8), x + 5, top + (height - BAR_HEIGHT) / 2);
}

/** What was seen and when: the surer, the stronger its colour. What a search leaves out fades. */
export function drawTracks(drawing: Drawing): void {
  const { context, filters, palette, scale, layout } = drawing;
  const wanted = filters.label.trim().toLowerCase();
  for (const lane of layout.tracks) {
    context.fillStyle = palette.raised;
    context.fillRect(0, lane.top, scale.widthPixels, lane.height);
    const faded = lane.track.kind === 'label' && wanted !== '' && !lane.name.toLowerCase().includes(wanted);
    for (const segment of lane.track.segments) drawSegment(drawing, lane, segment, faded ? FADED : 1);
  }
  context.globalAlpha = 1;
}
