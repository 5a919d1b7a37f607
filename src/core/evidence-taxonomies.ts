/**
 * Taxonomies whose classes say how decent a picture is, not what it shows: evidence for brand safety, and never labels.
 */
const EVIDENCE_TAXONOMIES: readonly string[] = ['nsfwjs'];

/** Whether the classes of a taxonomy name what a picture shows. */
export const namesContent = (taxonomy: string): boolean => !EVIDENCE_TAXONOMIES.includes(taxonomy);
