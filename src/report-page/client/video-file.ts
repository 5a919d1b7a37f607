import type { Film } from '../model/film.ts';
import { formatSize } from '../model/format.ts';
import { byId } from './dom.ts';
import type { Player } from './player.ts';

/** Lets the reader open the video: by a file dialog or by dropping it on the page. Nothing leaves the machine. */
export function listenForVideo(film: Film, player: Player): void {
  const [input, note, mute] = [byId<HTMLInputElement>('file'), byId('file-note'), byId('mute')];
  const video = byId<HTMLVideoElement>('video');

  const tell = (text: string, problem: boolean) => {
    note.textContent = text;
    note.classList.toggle('problem', problem);
  };

  async function open(file: File): Promise<void> {
    const works = await player.open(file);
    mute.hidden = !works;
    const expected = film.report.video.sizeBytes;
    if (!works) tell(`This browser cannot play “${file.name}”. The pictures stay in its place.`, true);
    else if (file.size === expected) tell('', false);
    else {
      tell(
        `“${file.name}” is not the file that was analysed: it has ${formatSize(file.size)}, that one ${formatSize(expected)}. Times may not fit.`,
        true,
      );
    }
  }

  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file !== undefined) void open(file);
    // So that choosing the same file again is a change too.
    input.value = '';
  });
  mute.addEventListener('click', () => {
    video.muted = !video.muted;
    mute.setAttribute('aria-pressed', String(video.muted));
  });
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    document.body.classList.add('dropping');
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) document.body.classList.remove('dropping');
  });
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    document.body.classList.remove('dropping');
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) void open(file);
  });
}
