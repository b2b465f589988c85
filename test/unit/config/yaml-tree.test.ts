import { describe, expect, it } from 'vitest';
import { YamlTree } from '../../../src/config/yaml-tree.js';

const text = `# a file
logging:
  level: debug
list:
  - one
  - [two, three]
"quoted key": 1
`;

describe('YAML with places', () => {
  it.each([
    [['logging'], 'key', { line: 2, column: 1 }],
    [['logging'], 'value', { line: 3, column: 3 }],
    [['logging', 'level'], 'key', { line: 3, column: 3 }],
    [['logging', 'level'], 'value', { line: 3, column: 10 }],
    [['list', 0], 'value', { line: 5, column: 5 }],
    [['list', 1, 1], 'value', { line: 6, column: 11 }],
    [['quoted key'], 'value', { line: 7, column: 15 }],
    [['nowhere'], 'value', undefined],
    [['logging', 'nowhere'], 'key', undefined],
  ] as const)('%j: the %s', (path, part, place) => {
    expect(YamlTree.parse(text).placeOf(path, part)).toEqual(place);
  });

  it.each([
    ['an empty file', '', {}],
    ['comments only', '# nothing\n', {}],
    ['anchors and aliases', 'a: &x [1]\nb: *x\n', { a: [1], b: [1] }],
    ['names of the prototype', '__proto__: {a: 1}\nconstructor: 2\n', { ['__proto__']: { a: 1 }, constructor: 2 }],
    ['a byte order mark', '\ufeffa: 1\n', { a: 1 }],
    ['CRLF', 'a: 1\r\nb: 2\r\n', { a: 1, b: 2 }],
    ['a key that looks like a number', '1: a\n', { '1': 'a' }],
  ])('reads %s', (_name, yaml, tree) => {
    const parsed = YamlTree.parse(yaml);
    expect(parsed.mistakes).toEqual([]);
    expect(Object.entries(parsed.tree)).toEqual(Object.entries(tree));
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  it.each([
    ['a syntax error', 'a: 1\n b: 2\n', { line: 1 }, /not valid YAML/],
    ['a tab as indentation', 'a:\n\tb: 1\n', { line: 2 }, /not valid YAML/],
    ['a key twice', 'a: 1\na: 2\n', { line: 2, column: 1 }, /unique/],
    ['two documents', 'a: 1\n---\nb: 2\n', { line: 2 }, /multiple documents/],
    ['a tag', 'a: !!js/function x\n', { line: 1, column: 4 }, /tag/],
    ['a list', '- a\n', { line: 1, column: 1 }, /no keys/],
    ['a word', 'hello\n', { line: 1, column: 1 }, /no keys/],
    ['an alias to nothing', 'a: *x\n', {}, /alias/],
  ])('refuses %s and says where', (_name, yaml, place, message) => {
    const { tree, mistakes } = YamlTree.parse(yaml);
    expect(tree).toEqual({});
    expect(mistakes[0]).toMatchObject(place);
    expect(mistakes[0]!.message).toMatch(message);
  });

  it.each([
    ['an alias bomb', bomb(), /alias count/],
    ['brackets', '['.repeat(100_000), /deep/],
    ['braces', 'a: ' + '{b: '.repeat(30_000), /deep/],
    ['dashes', '- '.repeat(60_000), /deep/],
    ['indentation', `a:\n${' '.repeat(100_000)}b: 1\n`, /deep/],
  ])(
    'refuses %s in no time',
    (_name, yaml, message) => {
      expect(YamlTree.parse(yaml).mistakes[0]!.message).toMatch(message);
    },
    2000,
  );
});

function bomb(): string {
  const names = [...'abcdefgh'];
  return names
    .map(
      (name, index) =>
        `${name}: &${name} [${Array(9)
          .fill(index === 0 ? 'x' : `*${names[index - 1]}`)
          .join(', ')}]`,
    )
    .join('\n');
}
