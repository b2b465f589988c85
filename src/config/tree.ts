/** Settings as they are written, before types and units: mappings by key, lists and scalars. */
export type Tree = Readonly<Record<string, unknown>>;

/** The way to a value: keys of mappings and indexes of lists. */
export type TreePath = readonly (string | number)[];

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function dottedKey(path: TreePath): string {
  return path.reduce<string>(
    (key, step) => (typeof step === 'number' ? `${key}[${step}]` : key === '' ? step : `${key}.${step}`),
    '',
  );
}

/** The value at `path`, undefined if there is none. */
export function valueAt(tree: unknown, path: TreePath): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    return (value as Record<string | number, unknown>)[step];
  }, tree);
}

/** A tree with nothing but `value` at `path`. */
export function treeOf(path: readonly string[], value: unknown): Tree {
  return path.reduceRight<unknown>((inner, key) => Object.fromEntries([[key, inner]]), value) as Tree;
}

/** `over` laid on `base`, element by element; a list replaces a list whole. */
export function mergeTrees(base: Tree, over: Tree): Tree {
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    const below = merged.get(key);
    merged.set(key, isTree(below) && isTree(value) ? mergeTrees(below, value) : value);
  }
  return Object.fromEntries(merged);
}

/** The tree without what is at `path`; a list that has a faulty item goes whole. */
export function withoutPath(tree: Tree, path: TreePath): Tree {
  const [key, ...rest] = path;
  if (key === undefined) return {};
  return Object.fromEntries(
    Object.entries(tree).flatMap(([name, value]) => {
      if (name !== key) return [[name, value]];
      return isTree(value) && rest.length > 0 ? [[name, withoutPath(value, rest)]] : [];
    }),
  );
}
