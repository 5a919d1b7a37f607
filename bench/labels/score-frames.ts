import { readFileSync } from 'node:fs';

/** A frame of a film that a person judged by eye. */
export interface JudgedFrame {
  readonly film: string;
  /** Grid frame number, from 0. */
  readonly frame: number;
  /** Labels that a careful person accepts. */
  readonly present: readonly string[];
  /** Labels that can be argued about: they count neither way. */
  readonly maybe?: readonly string[];
}

/** What was said of a frame. */
export interface JudgedAnswer {
  readonly frame: JudgedFrame;
  readonly right: readonly string[];
  readonly wrong: readonly string[];
}

export interface LabelScore {
  readonly frames: number;
  readonly right: number;
  readonly wrong: number;
  /** Right ones of all that was said and judged; NaN where nothing was. */
  readonly precision: number;
  /** Share of the frames of which something right was said. */
  readonly coverage: number;
}

/** Reads a list of judged frames: an array, or an object with one as `frames`. */
export function readJudgedFrames(path: string): JudgedFrame[] {
  const json = JSON.parse(readFileSync(path, 'utf8')) as JudgedFrame[] | { frames: JudgedFrame[] };
  return Array.isArray(json) ? json : json.frames;
}

/**
 * What our names stand for among those of the truth, where they are not the same. A label of a network of one's own that
 * the truth has no word for counts as wrong.
 */
const NAMES: Readonly<Record<string, string>> = {
  alcohol: 'drink_alcohol',
  firearms: 'weapon',
  fire: 'fire_smoke',
  smoke: 'fire_smoke',
};

/** Judges the labels of the shot that holds a frame; two that the truth has one name for are one answer. */
export function judgeLabels(frame: JudgedFrame, labels: readonly string[]): JudgedAnswer {
  const said = [...new Set(labels.map((name) => NAMES[name] ?? name))];
  return {
    frame,
    right: said.filter((name) => frame.present.includes(name)),
    wrong: said.filter((name) => !frame.present.includes(name) && !(frame.maybe ?? []).includes(name)),
  };
}

export function scoreAnswers(answers: readonly JudgedAnswer[]): LabelScore {
  const right = answers.reduce((sum, answer) => sum + answer.right.length, 0);
  const wrong = answers.reduce((sum, answer) => sum + answer.wrong.length, 0);
  return {
    frames: answers.length,
    right,
    wrong,
    precision: right / (right + wrong),
    coverage: answers.filter((answer) => answer.right.length > 0).length / answers.length,
  };
}

/** Right and wrong answers of each label, the most frequent first. */
export function countByLabel(
  answers: readonly JudgedAnswer[],
): { name: string; right: number; wrong: number; present: number }[] {
  const names = new Set(answers.flatMap(({ frame, right, wrong }) => [...frame.present, ...right, ...wrong]));
  const count = (name: string, listOf: (answer: JudgedAnswer) => readonly string[]) =>
    answers.filter((answer) => listOf(answer).includes(name)).length;
  return [...names]
    .map((name) => ({
      name,
      right: count(name, ({ right }) => right),
      wrong: count(name, ({ wrong }) => wrong),
      present: count(name, ({ frame }) => frame.present),
    }))
    .sort((a, b) => b.right + b.wrong - a.right - a.wrong || b.present - a.present);
}
