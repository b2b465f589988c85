import { ImportError } from '../import-error.js';

/** `name argument argument;` or `name argument { … }` of a configuration of nginx. */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  readonly line: number;
  /** What stands in its braces; undefined if it has none. */
  readonly block: readonly Directive[] | undefined;
}

const MAX_DEPTH = 20;

interface Token {
  readonly text: string;
  readonly line: number;
  readonly isQuoted: boolean;
}

/** The directives of a file. Throws ImportError that says where a brace or a semicolon is missing. */
export function readDirectives(file: string, text: string): Directive[] {
  const tokens = tokenize(file, text);
  let at = 0;
  const fail = (says: string, line: number): never => {
    throw new ImportError('syntax', `${file}:${line}: ${says}`);
  };

  function block(depth: number): Directive[] {
    const directives: Directive[] = [];
    if (depth > MAX_DEPTH) fail('blocks are nested too deeply', tokens[at]?.line ?? 1);
    for (;;) {
      const first = tokens[at++];
      if (first === undefined) {
        if (depth > 0) fail('a } is missing', tokens.at(-1)?.line ?? 1);
        return directives;
      }
      if (!first.isQuoted && first.text === '}') {
        if (depth === 0) fail('this } closes nothing', first.line);
        return directives;
      }
      const args: string[] = [];
      let end = tokens[at++];
      while (end !== undefined && (end.isQuoted || !/^[;{}]$/.test(end.text))) {
        args.push(end.text);
        end = tokens[at++];
      }
      if (end === undefined || end.text === '}') fail(`a ; is missing after ${first.text}`, first.line);
      const { text: name, line } = first;
      directives.push({ name, args, line, block: end?.text === '{' ? block(depth + 1) : undefined });
    }
  }
  return block(0);
}

function tokenize(file: string, text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  const piece =
    /(\s+)|(#[^\n]*)|([;{}])|"((?:[^"\\]|\\[^])*)"|'((?:[^'\\]|\\[^])*)'|((?:\\.|\$\{[^}]*\}|[^\s;{}"'#\\])(?:\\.|\$\{[^}]*\}|[^\s;{}\\])*)/y;
  while (piece.lastIndex < text.length) {
    const from = piece.lastIndex;
    const found = piece.exec(text);
    if (found === null)
      throw new ImportError('syntax', `${file}:${line}: this cannot be read: ${text.slice(from, from + 20)}`);
    const [whole, , , mark, double, single, word] = found;
    const quoted = double ?? single;
    const content = mark ?? quoted ?? word;
    if (content !== undefined)
      tokens.push({ text: content.replace(/\\(["'\\;])/g, '$1'), line, isQuoted: quoted !== undefined });
    line += whole.split('\n').length - 1;
  }
  return tokens;
}
