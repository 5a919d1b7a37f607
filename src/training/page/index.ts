import type { HeadFile } from '../../core/heads/head-file.ts';
import { createPolicy } from '../../report-page/csp.ts';
import { html, trustMarkup } from '../../report-page/markup.ts';
import { countOf } from '../../report-page/model/format.ts';
import { icon, iconSprite } from '../../report-page/parts/icons.ts';
import type { TrainedHead } from '../request.ts';
import { renderCalibration } from './calibration.ts';
import { renderClasses } from './classes.ts';
import { renderConfusion } from './confusion.ts';
import { renderMistakes } from './mistakes.ts';
import { renderScores } from './scores.ts';
import { TRAINING_STYLE } from './style.generated.ts';
import { renderTraining } from './training.ts';

export interface TrainingPageInput {
  readonly head: TrainedHead;
  /** Small JPEGs of the pictures of mistakes, by the pictures' ids. */
  readonly thumbnails: ReadonlyMap<string, Uint8Array>;
}

const describeAnswers = ({ kind, calibration }: HeadFile): string => {
  if (kind === 'multi-class') return 'one class a picture';
  return calibration.type === 'softmax' ? 'one class a picture, or none' : 'each class by itself';
};

/** What a trained head is worth, as one page that needs nothing but a browser, and runs no script. */
export function renderTrainingPage({ head, thumbnails }: TrainingPageInput): string {
  const { file, evaluation, warnings } = head;
  const facts = [
    `${file.classes.length} ${file.classes.length === 1 ? 'class' : 'classes'}`,
    countOf(file.training.pictures, 'picture'),
    `${countOf(file.training.views, 'view')} of each`,
    describeAnswers(file),
  ];
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${createPolicy(null, TRAINING_STYLE)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${file.title} · Reelsight</title>
<style>${trustMarkup(TRAINING_STYLE)}</style></head>
<body>${iconSprite}
<header class="head"><h1><bdi>${file.title}</bdi></h1><ul class="facts">${facts.map((fact) => html`<li>${fact}</li>`)}</ul></header>
${
  warnings.length > 0 &&
  html`<aside class="warnings" aria-label="Warnings">${icon('review')}<ul>${warnings.map(({ message }) => html`<li>${message}</li>`)}</ul></aside>`
}
<main>${renderScores(evaluation)}${
    evaluation && [
      renderMistakes(evaluation, thumbnails),
      html`<div class="columns">${renderCalibration(evaluation, file.kind)}${renderTraining(head)}</div>`,
      renderClasses(file),
      renderConfusion(evaluation, file.kind),
    ]
  }${evaluation === null && [renderTraining(head), renderClasses(file)]}</main>
</body></html>
`.text;
}
