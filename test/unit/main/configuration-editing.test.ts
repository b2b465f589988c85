import { describe, expect, it } from 'vitest';
import { editYaml } from '../../../src/main/configuration/edit-yaml.js';
import { lineDiff } from '../../../src/main/configuration/line-diff.js';

describe('single keys of a file', () => {
  const text = '# first\nlogging:\n  # how much\n  level: info # as it is\nhttp:\n  tls: false\n';

  it('change, and comments stay where they are', () => {
    expect(editYaml(text, [{ key: 'logging.level', value: 'debug' }])).toBe(text.replace('info', 'debug'));
    expect(editYaml(text, [{ key: 'shutdown.timeout', value: '5s' }])).toBe(`${text}shutdown:\n  timeout: 5s\n`);
    expect(editYaml(text, [{ key: 'http.tls', value: null }])).toContain('# how much');
    expect(editYaml('# nothing yet\n', [{ key: 'a.b', value: [1] }])).toContain('a:\n  b:\n    - 1\n');
  });

  it('cannot change where the file is broken', () => {
    expect(() => editYaml('a: [', [{ key: 'a', value: 1 }])).toThrow(/not valid YAML/);
    expect(() => editYaml('- a\n', [{ key: 'a', value: 1 }])).toThrow(/holds no keys/);
  });
});

describe('what is different between two texts', () => {
  const shown = (before: string, after: string): string =>
    lineDiff(before, after)
      .map(({ kind, text }) => ({ same: ' ', added: '+', removed: '-' })[kind] + text)
      .join('\n');

  it.each([
    ['', '', ''],
    ['a\n', 'a\n', ' a'],
    ['', 'a\nb\n', '+a\n+b'],
    ['a\nb\n', '', '-a\n-b'],
    ['a\nb\nc\n', 'a\nx\nc\n', ' a\n-b\n+x\n c'],
    ['a\nb\nc\nd\n', 'b\nc\ne\nd\n', '-a\n b\n c\n+e\n d'],
    ['a\n\na\n', 'a\na\n', ' a\n-\n a'],
  ])('%j and %j', (before, after, diff) => {
    expect(shown(before, after)).toBe(diff);
  });
});
