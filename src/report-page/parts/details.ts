import { isPartOnly } from '../../core/measurements/video-part.ts';
import type { Report } from '../../core/report.ts';
import { html, type Markup, type MarkupValue } from '../markup.ts';
import {
  countOf,
  formatCount,
  formatDollars,
  formatDuration,
  formatRate,
  formatSize,
  formatTime,
} from '../model/format.ts';
import { section } from './elements.ts';

const facts = (title: string, rows: readonly (readonly [string, MarkupValue])[]): Markup =>
  html`<h3>${title}</h3><dl class="facts-table">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;

/** The size as shown and, where it differs, as coded. */
function describePicture({ width, height, displayWidth, displayHeight, rotationDegrees }: Report['video']): string {
  const shown = `${displayWidth} × ${displayHeight}`;
  const coded = width === displayWidth && height === displayHeight ? '' : `, coded as ${width} × ${height}`;
  return `${shown}${coded}${rotationDegrees === 0 ? '' : `, turned ${rotationDegrees}°`}`;
}

/** What timecodes count, and whether that is what the pictures do. */
function describeTimecodes({ timecode: { rate, dropFrame, isConformed } }: Report['video']): string {
  const counting = `${formatRate(rate)} fps${dropFrame ? ', drop-frame' : ''}`;
  return isConformed ? `${counting}, by time: the pictures come at another rate` : counting;
}

/** What was analysed of the video. */
const describePart = (video: Report['video']): string =>
  isPartOnly(video.part, video)
    ? `${formatTime(video.part.startSeconds, 0.1)} to ${formatTime(video.part.endSeconds, 0.1)} (frames ${formatCount(video.part.startFrame)} to ${formatCount(video.part.endFrame - 1)})`
    : 'the whole video';

const renderVideo = ({ video }: Report): Markup =>
  facts('Video', [
    ['Name', html`<bdi>${video.name}</bdi>`],
    ['Size', `${formatSize(video.sizeBytes)} (${formatCount(video.sizeBytes)} bytes)`],
    ['Length', `${formatDuration(video.durationSeconds)} (${formatCount(video.frameCount)} frames)`],
    ['Analysed', describePart(video)],
    ['First picture at', `${video.startSeconds} s`],
    ['Frame rate', `${formatRate(video.frameRate)} fps (${video.frameRate.numerator}/${video.frameRate.denominator})`],
    ['Timecode counts', describeTimecodes(video)],
    ...(video.timecode.sourceStart === null ? [] : [['Starts in the source at', video.timecode.sourceStart] as const]),
    ['Picture', describePicture(video)],
    ['Codecs', `${video.videoCodec}, ${video.audioCodec ?? 'no audio'}`],
  ]);

/** What was asked of the story breaks. */
function describeRequest({ count, perHour, spacingSeconds, noBreakZones }: Report['options']['breaks']): string {
  const words = [
    ...(count === null ? [] : [countOf(count, 'break')]),
    ...(perHour === null ? [] : [`${perHour} an hour`]),
    ...(spacingSeconds === null ? [] : [`${formatDuration(spacingSeconds)} apart`]),
    ...(noBreakZones.length === 0 ? [] : [`none in ${countOf(noBreakZones.length, 'stretch', 'stretches')}`]),
  ];
  return words.length === 0 ? 'as many as are good' : words.join(', ');
}

const describeIndex = (index: Report['brandIndex'], noun: string): MarkupValue =>
  index === null ? 'none' : html`${countOf(index.items, noun)}<br><code>${index.sha256}</code>`;

const renderAnalysis = ({ id, options, models, heads, brandIndex, catalogue }: Report): Markup =>
  facts('Analysis', [
    ['Id', html`<code>${id}</code>`],
    ['Preset', options.preset],
    ['Frames sampled', `${options.sampleFps} a second`],
    ['Sensitivity to new shots', String(options.sensitivity)],
    ['Breaks asked for', describeRequest(options.breaks)],
    ['Policy', options.policy.name],
    ...models.map(({ name, sha256 }) => ['Network', html`${name}<br><code>${sha256}</code>`] as const),
    ...heads.map(({ name, sha256 }) => ['Head', html`${name}<br><code>${sha256}</code>`] as const),
    ['Index of brands', describeIndex(brandIndex, 'brand')],
    ['Catalogue', describeIndex(catalogue, 'product')],
  ]);

const renderUsage = ({ usage }: Report): Markup =>
  html`${facts('Usage', [
    ['Engine', usage.engine],
    ['Workers', formatCount(usage.workers)],
    ['Chunks', formatCount(usage.chunks)],
    ['Frames', `${formatCount(usage.framesDecoded)} decoded, ${formatCount(usage.framesInferred)} seen by the network`],
    ['Read', formatSize(usage.bytesRead)],
    ['Compute', `${Math.round(usage.gbSeconds * 100) / 100} GB-seconds`],
    ['Estimated cost', formatDollars(usage.estimatedCostUsd)],
    ...usage.notes.map(({ code, message }) => ['Note', html`${message} <code>${code}</code>`] as const),
  ])}<table class="stages"><thead><tr><th scope="col">Stage</th><th scope="col" class="number">Time</th><th scope="col" class="number">CPU time</th></tr></thead><tbody>${usage.stages.map(
    ({ name, wallMs, cpuMs }) =>
      html`<tr><th scope="row">${name}</th><td class="number">${formatDuration(wallMs / 1000)}</td><td class="number">${formatDuration(cpuMs / 1000)}</td></tr>`,
  )}</tbody></table>`;

/** What the video is, how it was analysed and what that took. */
export const renderDetails = (report: Report): Markup =>
  section('details', 'Details', null, html`${renderVideo(report)}${renderAnalysis(report)}${renderUsage(report)}`);
