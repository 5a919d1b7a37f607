import {
  type AnalysisInputs,
  findIndex,
  type Head,
  LIBRARY_PREFIX,
  type Library,
  loadHeads,
  type ModelFacts,
  type ObjectStore,
  ReelsightError,
  type ShippedHead,
  toReference,
} from '../core/index.ts';

/** What a function knows by itself, and the bucket that holds what its users taught it. */
export interface InputsContext {
  readonly store: Pick<ObjectStore, 'get' | 'list'>;
  /** The networks, in their order. */
  readonly models: readonly (ModelFacts & { readonly sha256: string })[];
  readonly shippedHeads: readonly ShippedHead[];
}

/** The bucket's library of heads, brands and products. */
export const openLibrary = (store: Library['store']): Library => ({ store, prefix: LIBRARY_PREFIX });

/** All that an analysis that starts now judges by. Errors: kind `input` or `model` for a library that cannot be used. */
export async function resolveInputs({ store, models, shippedHeads }: InputsContext): Promise<AnalysisInputs> {
  const library = openLibrary(store);
  const heads = await loadHeads(shippedHeads, library, models[0]!);
  return {
    models: models.map(toReference),
    heads: heads.map(toReference),
    brandIndex: await findIndex(library, 'brands'),
    catalogue: await findIndex(library, 'catalogue'),
  };
}

/** Opens the heads that a plan names. Errors: kind `model` when one was replaced or taken away since. */
export async function loadPlannedHeads(
  plan: Pick<AnalysisInputs, 'heads'>,
  { store, models, shippedHeads }: InputsContext,
): Promise<Head[]> {
  const heads = await loadHeads(shippedHeads, openLibrary(store), models[0]!);
  return plan.heads.map(({ name, sha256 }) => {
    const head = heads.find((candidate) => candidate.sha256 === sha256);
    if (head) return head;
    throw new ReelsightError(
      'model',
      `The head ${name} was replaced or taken away since the analysis began. Start the analysis again.`,
    );
  });
}
