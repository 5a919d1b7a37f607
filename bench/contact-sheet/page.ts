import { htmlEscape } from 'escape-goat';
import type { Report } from '../../src/core/report.ts';
import type { Entry } from './film.ts';

/** A film on the page: its entries, and the address of the picture of a frame. */
export interface FilmSheet {
  readonly name: string;
  readonly report: Report;
  readonly entries: readonly Entry[];
  readonly pictureOf: (frame: number) => string;
}

const STYLE = `
body { margin: 12px; font: 11px/1.3 sans-serif; background: #fff; color: #111 }
h2 { font-size: 15px; margin: 18px 0 4px } .film { width: 1400px }
.row { display: flex; flex-wrap: wrap; gap: 5px; align-items: flex-start }
.scene { flex: 0 0 100%; background: #dde6f4; padding: 2px 6px; font-weight: bold }
.card { border: 1px solid #bbb; padding: 3px; max-width: 560px } .card img { height: 92px; display: block }
.pictures { display: flex; gap: 2px } .card div { max-width: 100% }
.bad { border: 3px solid #d22; background: #fde8e8 } .flag { background: #d22; color: #fff; padding: 0 3px }
.low { background: #f4c542; padding: 0 3px } .label { color: #046 }
.break { flex: 0 0 100%; background: #197a3d; color: #fff; padding: 2px 6px; font-weight: bold }
.candidate { flex: 0 0 100%; color: #666; padding: 0 6px; border-left: 4px solid #ccc }
`;

/** One page with a sheet for each film; nothing on it but what reports, truth files and pictures hold. */
export const drawPage = (films: readonly FilmSheet[]): string =>
  `<!doctype html><meta charset="utf-8"><title>Contact sheets</title><style>${STYLE}</style>\n` +
  films.map(drawFilm).join('\n');

function drawFilm({ name, report, entries, pictureOf }: FilmSheet): string {
  const { video, shots, scenes, storyBreaks, brandSafety, warnings } = report;
  const count = (wanted: (entry: Entry) => boolean) => entries.filter(wanted).length;
  const facts = [
    `${video.durationSeconds.toFixed(1)} s`,
    `${shots.length} shots`,
    `${scenes.length} scenes`,
    `${storyBreaks.length} breaks`,
    `${brandSafety.verdict}`,
    `${count(({ kind }) => kind === 'missed')} missed`,
    `${count((entry) => entry.kind === 'shot' && entry.isTrue === false)} false`,
    ...warnings.map(({ code, message }) => `${code}: ${message}`),
  ];
  const rows = entries.map((entry) => drawEntry(entry, pictureOf)).join('\n');
  return (
    `<div class="film" id="${htmlEscape(name)}"><h2>${htmlEscape(name)}</h2>` +
    `<div>${htmlEscape(facts.join(' · '))}</div><div class="row">\n${rows}\n</div></div>`
  );
}

const number = (value: number, digits = 2): string => value.toFixed(digits);

function drawEntry(entry: Entry, pictureOf: FilmSheet['pictureOf']): string {
  const pictures = (frames: readonly number[]) =>
    `<div class="pictures">${frames.map((frame) => `<img src="${htmlEscape(pictureOf(frame))}" alt="${frame}">`).join('')}</div>`;
  switch (entry.kind) {
    case 'scene': {
      const { index, startSeconds, endSeconds, boundaryStrength, safety } = entry.scene;
      const reasons = safety.reasons.map(
        ({ category, risk, confidence }) => `${category} ${risk} ${number(confidence)}`,
      );
      const text = `scene ${index}: ${number(startSeconds, 1)} to ${number(endSeconds, 1)} s, strength ${number(boundaryStrength)}`;
      return `<div class="scene">${htmlEscape([text, safety.verdict, ...reasons].join(' · '))}</div>`;
    }
    case 'shot': {
      const { index, startFrame, startSeconds, endSeconds, transitionIn, labels } = entry.shot;
      const { type, confidence } = transitionIn;
      const head = `#${index} ${number(startSeconds, 1)}-${number(endSeconds, 1)} s, frame ${startFrame}, ${type} ${number(confidence)}`;
      const told = labels.map((label) => `${label.name} ${number(label.confidence)}`).join(', ');
      const flags = entry.flags.map(
        ({ category, risk, confidence: sure }) =>
          `<span class="${risk === 'low' ? 'low' : 'flag'}">${htmlEscape(`${category} ${risk} ${number(sure)}`)}</span> `,
      );
      return (
        `<div class="card${entry.isTrue === false ? ' bad' : ''}">${pictures(entry.frames)}` +
        `<div>${entry.isTrue === false ? '<b>FALSE</b> ' : ''}${htmlEscape(head)}</div>` +
        `<div class="label">${htmlEscape(told)}</div><div>${flags.join('')}</div></div>`
      );
    }
    case 'missed': {
      const { type, startFrame, endFrame } = entry.range;
      return `<div class="card bad">${pictures(entry.frames)}<b>MISSED</b> ${htmlEscape(`${type} ${startFrame}-${endFrame}`)}</div>`;
    }
    case 'break': {
      const { seconds, score, reasons } = entry.storyBreak;
      const told = reasons.map(({ signal, value, weight }) => `${signal} ${number(value)} x ${weight}`);
      return `<div class="break">${htmlEscape(`BREAK ${number(seconds, 1)} s, score ${number(score)}: ${told.join(', ')}`)}</div>`;
    }
    case 'candidate': {
      const { seconds, score, outcome } = entry.candidate;
      return `<div class="candidate">${htmlEscape(`no break at ${number(seconds, 1)} s, score ${number(score)}: ${outcome}`)}</div>`;
    }
  }
}
