import type { Report } from '../../core/report.ts';
import { html, type Markup } from '../markup.ts';
import type { Action } from '../model/keys.ts';
import { type IconName, icon } from './icons.ts';

const actionButton = (action: Action, name: string, image: IconName, title = name): Markup =>
  html`<button type="button" class="tool" data-action="${action}" aria-label="${name}" title="${title}">${icon(image)}</button>`;

/** The player: the current shot's picture, or the video itself once the reader has opened the file. */
export const renderStage = (report: Report): Markup => {
  const last = report.shots.at(-1)!;
  return html`<section class="stage" id="stage" aria-label="Player">
<div class="screen" id="screen"><img id="frame" alt="" hidden><video id="video" playsinline hidden></video>
<p class="screen-empty" id="frame-empty">${icon('film')}No picture of this shot</p>
<p class="screen-drop" aria-hidden="true">Drop the video to play it here</p></div>
<div class="transport" role="group" aria-label="Playback">
<div class="transport-keys">${actionButton('scene-back', 'Previous scene', 'scene-back', 'Previous scene ([)')}${actionButton('shot-back', 'Previous shot', 'shot-back', 'Previous shot (Shift ←)')}<button type="button" class="tool tool-play" id="play" data-action="toggle-play" aria-label="Play" title="Play (Space)"><span class="when-paused">${icon('play')}</span><span class="when-playing">${icon('pause')}</span></button>${actionButton('shot-forward', 'Next shot', 'shot-forward', 'Next shot (Shift →)')}${actionButton('scene-forward', 'Next scene', 'scene-forward', 'Next scene (])')}${actionButton('break-forward', 'Next story break', 'break-forward', 'Next story break (B)')}</div>
<p class="clock"><span id="timecode">${report.shots[0]!.startTimecode}</span><span class="muted"> / ${last.endTimecode}</span></p>
<div class="transport-file"><button type="button" class="tool" id="mute" aria-label="Mute" aria-pressed="false" hidden><span class="when-loud">${icon('sound')}</span><span class="when-muted">${icon('muted')}</span></button>
<button type="button" class="action" data-action="open-video" title="It stays on this machine (O)">${icon('folder')}<span>Open video…</span></button>
<input type="file" id="file" accept="video/*,.mkv,.ts,.mxf" aria-label="Video file" tabindex="-1" hidden></div></div>
<p class="file-note" id="file-note" role="status"></p>
<div class="now"><p><b id="now-scene"></b> <span class="muted" id="now-shot"></span></p><p class="now-labels" id="now-labels"></p><p class="now-safety" id="now-safety"></p></div>
</section>`;
};
