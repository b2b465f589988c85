import type { z } from 'zod';
import { levelNames, levels } from './levels.js';
import { nearestName } from './nearest-name.js';
import { keysOf, schemaAt, shapeOf } from './schema-keys.js';
import { dottedKey } from './tree.js';
import type { TreePath } from './tree.js';

/** What was probably meant by a key that a schema does not have. */
export function unknownKeyMend(schema: z.ZodType, path: TreePath): string {
  const written = String(path.at(-1));
  const namesakes = keysOf(schema, { sections: true }).filter((key) => key.path.at(-1) === written);
  const [elsewhere] = namesakes.sort((a, b) => a.path.length - b.path.length);
  if (elsewhere !== undefined) return `did you mean ${elsewhere.name}?`;

  const level = levelNames.find((name) => Object.hasOwn(levels[name].schema.shape, dottedKey(path)));
  if (level !== undefined) return `it belongs into ${levels[level].fileName}`;

  const section = schemaAt(schema, path.slice(0, -1));
  const siblings = Object.keys((section && shapeOf(section)) ?? {});
  const nearest = nearestName(written, siblings);
  return nearest === undefined ? `remove it; the keys here are ${siblings.join(', ')}` : `did you mean ${nearest}?`;
}
