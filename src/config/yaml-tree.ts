import { Lexer, LineCounter, isMap, isNode, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { isTree } from './tree.js';
import type { Tree, TreePath } from './tree.js';

/** A place in a text, both counted from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

export interface YamlMistake extends Partial<TextPlace> {
  readonly message: string;
  readonly mend: string;
}

/** The largest text that is read. A hundred times the longest of the shipped files would not fit a day's reading. */
export const MAX_YAML_BYTES = 128 * 1024;
const MAX_DEPTH = 32;
const MAX_INDENTATION = 160;
const MAX_ALIASES = 100;

/** A YAML text as a tree that knows where each of its values stands. */
export class YamlTree {
  private constructor(
    readonly tree: Tree,
    readonly mistakes: readonly YamlMistake[],
    private readonly document: Document.Parsed | undefined,
    private readonly lines: LineCounter,
  ) {}

  /** Never throws: what cannot be read is among the `mistakes`, and the tree is empty then. */
  static parse(text: string): YamlTree {
    const lines = new LineCounter();
    const failed = (...mistakes: YamlMistake[]): YamlTree => new YamlTree({}, mistakes, undefined, lines);
    if (isTooDeep(text)) return failed({ message: 'is nested too deeply', mend: `use at most ${MAX_DEPTH} levels` });

    const options = { lineCounter: lines, prettyErrors: false, stringKeys: true, logLevel: 'error' } as const;
    const document = parseDocument(text, options);
    const faults = [...document.errors, ...document.warnings];
    if (faults.length > 0) {
      return failed(
        ...faults.map((fault) => ({
          ...placeAt(lines, fault.pos[0]),
          message: `is not valid YAML: ${fault.message}`,
          mend: 'mind indentation, colons and quotes',
        })),
      );
    }
    try {
      const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
      if (value === null) return new YamlTree({}, [], document, lines);
      if (isTree(value)) return new YamlTree(value, [], document, lines);
      return failed({ line: 1, column: 1, message: 'holds no keys', mend: 'write lines such as "key: value"' });
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error;
      return failed({ message: `is not valid YAML: ${error.message}`, mend: 'write values out instead of *names' });
    }
  }

  /** Where the value at `path` stands, or its key. */
  placeOf(path: TreePath, part: 'key' | 'value'): TextPlace | undefined {
    const node = this.document?.getIn(path, true);
    const parent = path.length === 1 ? this.document?.contents : this.document?.getIn(path.slice(0, -1), true);
    const pair = isMap(parent) ? parent.items.find(({ key }) => String(key) === path.at(-1)) : undefined;
    const found = part === 'key' || !isNode(node) ? pair?.key : node;
    return isNode(found) && found.range ? placeAt(this.lines, found.range[0]) : undefined;
  }
}

function placeAt(lines: LineCounter, offset: number): TextPlace {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

/** The parser works recursively and with patterns as long as the indentation: both are bounded before it begins. */
function isTooDeep(text: string): boolean {
  let brackets = 0;
  let dashes = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') brackets++;
    else if (token === ']' || token === '}') brackets--;
    else if (token === '\n') dashes = 0;
    else if (token === '-' || token === '?' || token === ':') dashes++;
    else if (token.length > MAX_INDENTATION && token.trim() === '') return true;
    if (brackets > MAX_DEPTH || dashes > MAX_DEPTH) return true;
  }
  return false;
}
