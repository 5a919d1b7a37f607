import { html, type Markup } from '../../report-page/markup.ts';
import { section } from '../../report-page/parts/elements.ts';
import type { TrainedHead } from '../request.ts';

/** What it was trained on, and how. */
export function renderTraining({ file, groups, trials }: TrainedHead): Markup {
  const { training, input } = file;
  const facts: [name: string, value: string | number][] = [
    ['Pictures', training.data],
    ['Apart from each other', `${groups}, with near duplicates and frames of one video as one`],
    ['Network', `${input.network}, ${input.layers.map(({ layer }) => layer).join(' + ')}`],
    ['Hidden units', training.hiddenUnits === 0 ? 'none: logistic regression' : training.hiddenUnits],
    ['Regularisation', Number(training.regularisation.toPrecision(2))],
    ['Folds', training.folds],
    ['Seed', training.seed],
    ['Licence', training.licence],
  ];
  const least = trials.reduce((best, trial) => (trial.logLoss < best.logLoss ? trial : best));
  const isEpochs = training.hiddenUnits > 0;
  return section(
    'training',
    'Training',
    null,
    html`<dl class="facts-table">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
<h3>Cross-validation</h3><p class="hint">Mean log loss of pictures held out, by ${isEpochs ? 'rounds of training' : 'strength of regularisation'}; the least is used.</p>
<table class="trials"><thead><tr><th scope="col">${isEpochs ? 'Round' : 'Strength'}</th><th scope="col" class="number">Log loss</th><th scope="col" class="number">Standard error</th></tr></thead><tbody>${shorten(
      trials,
      least,
    ).map(
      (trial) =>
        html`<tr${trial === least && html` class="best"`}><th scope="row" class="time">${isEpochs ? trial.setting : trial.setting.toExponential(1)}</th><td class="number">${trial.logLoss.toFixed(3)}</td><td class="number">${trial.standardError.toFixed(3)}</td></tr>`,
    )}</tbody></table>`,
  );
}

const MAX_ROWS = 12;

/** The best one and some on the way to it. */
function shorten(trials: TrainedHead['trials'], least: TrainedHead['trials'][number]): TrainedHead['trials'] {
  const step = Math.ceil(trials.length / MAX_ROWS);
  return trials.filter((trial, i) => trial === least || i % step === 0 || i === trials.length - 1);
}
