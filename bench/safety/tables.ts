/** A shot or a picture, with its risk in each category. */
export interface Row {
  readonly name: string;
  readonly risks: ReadonlyMap<string, string>;
}

/** Categories that are counted together. */
export const GROUPS: readonly { readonly title: string; readonly categories: readonly string[] }[] = [
  { title: 'adult content', categories: ['Adult & Explicit Sexual Content'] },
  { title: 'arms', categories: ['Arms & Ammunition'] },
  { title: 'alcohol and smoking', categories: ['Illegal Drugs, Tobacco, e-cigarettes, Vaping, Alcohol'] },
  { title: 'fire and smoke', categories: ['Death, Injury or Military Conflict'] },
  {
    title: 'the last three together',
    categories: [
      'Arms & Ammunition',
      'Illegal Drugs, Tobacco, e-cigarettes, Vaping, Alcohol',
      'Death, Injury or Military Conflict',
    ],
  },
];

const RISKS = ['none', 'low', 'medium', 'high', 'floor'];

/** The share of rows at each risk, of several categories the worst, and last the share at medium or worse. */
export function countRisks(rows: readonly Row[], categories: readonly string[]): string[] {
  const worst = rows.map(({ risks }) =>
    Math.max(0, ...categories.map((name) => RISKS.indexOf(risks.get(name) ?? 'none'))),
  );
  const share = (count: number) => `${((100 * count) / rows.length).toFixed(1)} %`;
  return [
    ...RISKS.map((_, rank) => share(worst.filter((own) => own === rank).length)),
    share(worst.filter((own) => own >= 2).length),
  ];
}
