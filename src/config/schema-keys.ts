import { z } from 'zod';
import { isTree } from './tree.js';
import type { Tree, TreePath } from './tree.js';

/** One key of a schema, or one section. */
export interface SchemaKey {
  readonly path: readonly string[];
  /** The path with dots: `rtmp.pingPeriod`. */
  readonly name: string;
  /** What {@link keyFacts} and `meta()` know it by. */
  readonly schema: z.ZodType;
  readonly isSection: boolean;
}

/** The keys of a schema in the order of their declaration; with their sections, if asked for, each before its keys. */
export function keysOf(schema: z.ZodType, options: { readonly sections: boolean } = { sections: false }): SchemaKey[] {
  return keysBelow(schema, []).filter((key) => options.sections || !key.isSection);
}

function keysBelow(schema: z.ZodType, above: readonly string[]): SchemaKey[] {
  return Object.entries(shapeOf(schema) ?? {}).flatMap(([step, child]) => {
    const path = [...above, step];
    const isSection = shapeOf(child) !== undefined;
    return [{ path, name: path.join('.'), schema: child, isSection }, ...keysBelow(child, path)];
  });
}

/** The keys of a section, undefined for anything that is none. */
export function shapeOf(schema: z.ZodType): Readonly<Record<string, z.ZodType>> | undefined {
  const bare = withoutDefault(schema);
  return bare instanceof z.ZodObject ? bare.shape : undefined;
}

/** The default as it is written in a file. */
export function writtenDefault(schema: z.ZodType): unknown {
  return schema instanceof z.ZodPrefault ? schema.def.defaultValue : undefined;
}

/** The schema at `path`: a section, a key, or for an index the item of a list. */
export function schemaAt(schema: z.ZodType, path: TreePath): z.ZodType | undefined {
  return path.reduce<z.ZodType | undefined>((current, step) => {
    if (current === undefined) return undefined;
    if (typeof step === 'string') return shapeOf(current)?.[step];
    const bare = withoutDefault(current);
    return bare instanceof z.ZodArray ? (bare.element as z.ZodType) : undefined;
  }, schema);
}

/** The tree without sections that are there but empty (`rtmp:` with all its keys commented out). */
export function withoutEmptySections(tree: Tree, schema: z.ZodType): Tree {
  const shape = shapeOf(schema) ?? {};
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]) => {
      const child = Object.hasOwn(shape, key) ? shape[key] : undefined;
      if (child === undefined || shapeOf(child) === undefined) return [[key, value]];
      if (value === null) return [];
      return [[key, isTree(value) ? withoutEmptySections(value, child) : value]];
    }),
  );
}

function withoutDefault(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodPrefault ? (schema.unwrap() as z.ZodType) : schema;
}
