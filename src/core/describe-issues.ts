import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** Says what does not fit a schema, each problem with the path of its field; `whole` names the value itself. */
export const describeIssues = (issues: readonly Issue[], whole: string): string =>
  issues
    .flatMap(openUnion)
    .map(({ path, message }) => `${path.join('.') || whole}: ${message}`)
    .join('; ');

/** What fits none of several schemas was meant for the one in which the problem lies deepest; else for any of them. */
function openUnion(issue: Issue): Pick<Issue, 'path' | 'message'>[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const alternatives = issue.errors.map((issues) =>
    issues.flatMap(openUnion).map(({ path, message }) => ({ path: [...issue.path, ...path], message })),
  );
  const depthOf = (problems: (typeof alternatives)[number]) => Math.max(...problems.map(({ path }) => path.length));
  const deepest = alternatives.reduce((best, problems) => (depthOf(problems) > depthOf(best) ? problems : best));
  if (depthOf(deepest) > issue.path.length) return deepest;
  return [{ path: issue.path, message: alternatives.map(([first]) => first!.message).join(', or ') }];
}
