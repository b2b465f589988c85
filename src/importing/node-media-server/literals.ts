import type { Expression, Property, SpreadElement } from 'acorn';
import { parse } from 'acorn';
import { ImportError } from '../import-error.js';

/** A value that a program writes out: nothing is run. */
export type Literal = string | number | boolean | null | readonly Literal[] | LiteralObject;

/** An object, with the line of each of its keys. */
export class LiteralObject {
  constructor(readonly entries: ReadonlyMap<string, { readonly value: Literal; readonly line: number }>) {}
}

/**
 * The configuration in a JSON file, or in a program (`const config = {…}`, `module.exports = {…}`): the outermost object that
 * has one of the keys. What is computed there is null. Throws ImportError if there is none.
 */
export function readLiterals(file: string, text: string, keys: readonly string[]): LiteralObject {
  const source = text.trimStart().startsWith('{') ? `(${text})` : text;
  const program = parsed(file, source);
  const found = objectsIn(program, source).find((object) => keys.some((key) => object.entries.has(key)));
  if (found !== undefined) return found;
  throw new ImportError('syntax', `${file}: there is no object in it with ${keys.join(', ')}`);
}

function parsed(file: string, source: string): unknown {
  for (const sourceType of ['module', 'script'] as const) {
    try {
      return parse(source, { ecmaVersion: 'latest', sourceType, locations: true, allowHashBang: true });
    } catch (error) {
      if (sourceType === 'script') {
        throw new ImportError(
          'syntax',
          `${file}: it cannot be read: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    }
  }
  return undefined;
}

/** All objects that are written out, from the outermost. */
function objectsIn(node: unknown, source: string): LiteralObject[] {
  if (typeof node !== 'object' || node === null) return [];
  if ('type' in node && node.type === 'ObjectExpression') {
    const value = literal(node as unknown as Expression);
    if (value instanceof LiteralObject) return [value];
  }
  return Object.values(node).flatMap((child: unknown) =>
    Array.isArray(child) ? child.flatMap((item) => objectsIn(item, source)) : objectsIn(child, source),
  );
}

function literal(node: Expression): Literal {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'object' || typeof node.value === 'bigint' ? null : (node.value ?? null);
    case 'TemplateLiteral':
      return node.expressions.length === 0 ? (node.quasis[0]?.value.cooked ?? '') : null;
    case 'UnaryExpression': {
      const value = literal(node.argument);
      return node.operator === '-' && typeof value === 'number' ? -value : null;
    }
    case 'ArrayExpression':
      return node.elements.map((item) => (item === null || item.type === 'SpreadElement' ? null : literal(item)));
    case 'ObjectExpression':
      return new LiteralObject(new Map(node.properties.map(entry)));
    default:
      return null;
  }
}

/** What is spread in, or has a name that is computed, is as unknown as a value that is. */
function entry(property: Property | SpreadElement): [string, { readonly value: Literal; readonly line: number }] {
  const line = property.loc?.start.line ?? 1;
  if (property.type === 'SpreadElement' || property.computed) return ['...', { value: null, line }];
  return [nameOf(property), { value: literal(property.value), line }];
}

function nameOf({ key }: Property): string {
  return key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : '';
}
