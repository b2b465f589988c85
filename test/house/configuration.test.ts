import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isMap, isScalar, parseDocument } from 'yaml';
import type { Pair } from 'yaml';
import { levelNames, levels } from '../../src/config/levels.js';
import { loadConfiguration } from '../../src/config/load-configuration.js';
import { formatProblem } from '../../src/config/problem.js';
import { keysOf, writtenDefault } from '../../src/config/schema-keys.js';
import { shippedConfiguration, shippedSchemas } from '../../src/config/shipped-files.js';
import { root } from './source-tree.js';

const conf = join(root, 'conf');
const read = (path: string): string => readFileSync(join(conf, path), 'utf8');

/** Every key of a file with its value and the comment right above it. */
function documentedKeys(text: string): Map<string, { value: unknown; comment: string }> {
  const found = new Map<string, { value: unknown; comment: string }>();
  const visit = (map: unknown, above: string): void => {
    if (!isMap(map)) return;
    map.items.forEach((pair: Pair, index) => {
      const key = isScalar(pair.key) ? pair.key : undefined;
      const name = above + String(key?.value);
      const comment = key?.commentBefore ?? (index === 0 ? map.commentBefore : undefined) ?? '';
      const value =
        isMap(pair.value) && pair.value.items.length > 0 ? undefined : (pair.value as { toJSON(): unknown }).toJSON();
      found.set(name, { value, comment: comment.trim() });
      visit(pair.value, `${name}.`);
    });
  };
  visit(parseDocument(text).contents, '');
  return found;
}

describe.each(shippedConfiguration())('conf/$path', ({ level, path, text }) => {
  const keys = keysOf(levels[level].schema, { sections: true });
  const documented = documentedKeys(read(path));

  it('has every key and no other, in the order of the schema', () => {
    expect([...documented.keys()]).toEqual(keys.map(({ name }) => name));
  });

  it.each(keys)('$name says what it means', ({ name, schema, isSection }) => {
    const { value, comment } = documented.get(name)!;
    expect(comment.replaceAll(/\s+/g, ' ')).toContain(schema.meta()!.description);
    if (isSection) return;
    expect(value).toEqual(writtenDefault(schema));
    expect(comment).toMatch(/Default: \S/);
  });

  it('is what `npm run schema` writes', () => {
    expect(read(path)).toBe(text);
  });

  it('names its schema', () => {
    const [, schemaFile] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(read(path))!;
    expect(() => JSON.parse(read(join(path, '..', schemaFile!))) as unknown).not.toThrow();
  });
});

describe.each(shippedSchemas())('conf/$path', ({ path, text }) => {
  it('is what `npm run schema` writes', () => {
    expect(JSON.parse(read(path))).toEqual(JSON.parse(text));
  });
});

describe('the configuration that is shipped', () => {
  it('is valid, and says what an empty one says', async () => {
    const appsDir = join(root, 'apps');
    const { configuration, problems } = await loadConfiguration({ confDir: conf, appsDir });
    expect(problems.map(formatProblem)).toEqual([]);
    const parsed = levelNames.map((level) => levels[level].schema.parse({}));
    const [adaptor] = configuration!.adaptors;
    const [host] = adaptor!.virtualHosts;
    expect([configuration!.server, adaptor, { ...host, appsDir: ['apps'] }, host!.applicationDefaults]).toMatchObject(
      parsed,
    );
    expect([...host!.applicationFolders.keys()]).toContain('live');
  });
});
