import { html, type Markup } from '../markup.ts';
import { KEY_BINDINGS } from '../model/keys.ts';
import { icon } from './icons.ts';

/** The keys and what they do. */
export const renderHelp = (): Markup => html`<dialog id="help" aria-labelledby="help-title">
<header><h2 id="help-title">Keyboard</h2><button type="button" class="tool" data-action="toggle-help" aria-label="Close the help">${icon('close')}</button></header>
<dl class="keys">${KEY_BINDINGS.map(
  ({ shown, description }) => html`<dt>${shown.map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${description}</dd>`,
)}</dl>
<label class="toggle"><input type="checkbox" id="keys-on" checked>Keys are on</label>
<p class="hint">Ctrl and the mouse wheel zoom the timeline where the pointer is. ↑ and ↓ step through shots while the player or the timeline has the focus. The video file that you open is played from your disk; this page sends and loads nothing.</p>
</dialog>`;
