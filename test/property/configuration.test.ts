import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTree } from '../../src/config/check-tree.js';
import { levelNames, levels } from '../../src/config/levels.js';
import { keysOf } from '../../src/config/schema-keys.js';
import { shippedConfiguration } from '../../src/config/shipped-files.js';
import { mergeTrees } from '../../src/config/tree.js';
import type { Tree } from '../../src/config/tree.js';
import { YamlTree } from '../../src/config/yaml-tree.js';

const file = 'any.yaml';
const schema = fc.constantFrom(...levelNames).map((level) => levels[level].schema);

/** Trees with keys that exist and keys that do not, values that fit and values that do not. */
const names = levelNames.flatMap((level) =>
  keysOf(levels[level].schema, { sections: true }).flatMap(({ path }) => path),
);
const key = fc.oneof(fc.constantFrom(...new Set(names)), fc.constantFrom('__proto__', 'constructor', ''), fc.string());
const leaf = fc.oneof(
  fc.constantFrom<unknown>('10s', '64KiB', -1, 0, 5, true, 'all', 'loopback', ['all'], [], null, 1e300, NaN, ['x', 1]),
  fc.string(),
  fc.integer(),
);
const { tree } = fc.letrec<{ tree: Tree; value: unknown }>((tie) => ({
  tree: fc.dictionary(key, tie('value'), { maxKeys: 6 }),
  value: fc.oneof({ maxDepth: 4 }, leaf, tie('tree')),
}));

describe('checking', () => {
  it('leaves nothing but what is valid, also on top of something valid', () => {
    fc.assert(
      fc.property(schema, tree, tree, (level, below, above) => {
        const checked = [below, above].map((written) => checkTree(written, level, () => ({ file })));
        const merged = mergeTrees(checked[0]!.tree, checked[1]!.tree);
        expect(level.safeParse(merged).error).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it('reports exactly when something is wrong, each key once', () => {
    fc.assert(
      fc.property(schema, tree, (level, written) => {
        const { tree: left, problems } = checkTree(written, level, () => ({ file }));
        const keys = problems.map(({ key: name }) => name);
        expect(new Set(keys).size).toBe(keys.length);
        expect(checkTree(left, level, () => ({ file })).problems).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('reading', () => {
  const shipped = shippedConfiguration();
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 0, max: 12 }),
    text: fc.oneof(
      fc.string({ maxLength: 6 }),
      fc.constantFrom('\n', '  ', ':', '- ', '[', '{', '&a ', '*a', '#', "'", '\t', '|'),
    ),
  });

  it('survives whatever is done to a file, and what is left is valid', () => {
    fc.assert(
      fc.property(fc.constantFrom(...shipped), fc.array(edit, { maxLength: 4 }), ({ level, text }, edits) => {
        const damaged = edits.reduce((current, { at, length, text: inserted }) => {
          const start = Math.floor(at * current.length);
          return current.slice(0, start) + inserted + current.slice(start + length);
        }, text);
        const yaml = YamlTree.parse(damaged);
        const placeOf = (path: Parameters<typeof yaml.placeOf>[0], part: 'key' | 'value') => {
          return { file, ...yaml.placeOf(path, part) };
        };
        const checked = checkTree(yaml.tree, levels[level].schema, placeOf);
        expect(levels[level].schema.safeParse(checked.tree).error).toBeUndefined();
        for (const { line } of checked.problems) expect(line).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});
