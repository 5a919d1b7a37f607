import type { Template } from './package-service.ts';

export interface Reference {
  readonly from: string;
  readonly to: string;
  /** The attribute that is asked for, if one is. */
  readonly attribute: string | null;
}

/** Every reference of a template's resources and outputs to a resource, AWS's own pseudo parameters aside. */
export function listReferences({ Resources, Outputs }: Template): Reference[] {
  const roots = [...Object.entries(Resources), ...Object.entries(Outputs)];
  return roots.flatMap(([from, root]) => {
    const after = (root as { DependsOn?: string | string[] }).DependsOn ?? [];
    return [
      ...[after].flat().map((to) => ({ from, to, attribute: null })),
      ...walk(root).map((found) => ({ from, ...found })),
    ];
  });
}

function walk(value: unknown, ignored: readonly string[] = []): Omit<Reference, 'from'>[] {
  if (Array.isArray(value)) return value.flatMap((item) => walk(item));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') return refer(inner as string, ignored);
    if (key === 'Fn::GetAtt') return refer((inner as string[]).join('.'), ignored);
    if (key !== 'Fn::Sub') return walk(inner);
    const [text, variables] = typeof inner === 'string' ? [inner, {}] : (inner as [string, Record<string, unknown>]);
    const names = [...text.matchAll(/\$\{([^!}]+)\}/g)].map(([, name]) => name!);
    return [...names.flatMap((name) => refer(name, Object.keys(variables))), ...walk(Object.values(variables))];
  });
}

function refer(name: string, ignored: readonly string[]): Omit<Reference, 'from'>[] {
  if (name.startsWith('AWS::') || ignored.includes(name)) return [];
  const [to, ...attribute] = name.split('.');
  return [{ to: to!, attribute: attribute.length > 0 ? attribute.join('.') : null }];
}

/** A way from a resource back to itself, which CloudFormation refuses; null when there is none. */
export function findCircle(references: readonly Reference[]): string[] | null {
  const next = new Map<string, Reference[]>();
  for (const reference of references) next.set(reference.from, [...(next.get(reference.from) ?? []), reference]);
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): string[] | null => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    if (done.has(id)) return null;
    for (const { to } of next.get(id) ?? []) {
      const circle = visit(to, [...path, id]);
      if (circle) return circle;
    }
    done.add(id);
    return null;
  };
  for (const id of next.keys()) {
    const circle = visit(id, []);
    if (circle) return circle;
  }
  return null;
}
