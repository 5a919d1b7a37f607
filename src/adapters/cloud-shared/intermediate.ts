/**
 * Whether an object is needed for a while alone: measurements until the report is written, copies of answers for a moment.
 * The buckets' rules know prefixes without wildcards, and reports lie beside them, so the stores mark such objects. What
 * steps cost stays.
 */
export const isIntermediate = (key: string): boolean => /^analyses\/[^/]+\/(chunks|answers)\/(?!.*\.usage-)/.test(key);
