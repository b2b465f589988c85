import type { Node } from 'acorn';
import MagicString from 'magic-string';

/** `catch (name if guard) { body }`. */
export interface OldCatch {
  readonly param: Node | undefined;
  readonly guard: Node | undefined;
  readonly body: Node;
}

/** Changes of a script, none of which moves anything to another line. */
export class SyntaxEdits {
  readonly #text: MagicString;
  readonly #included = new Set<number>();

  constructor(private readonly source: string) {
    this.#text = new MagicString(source);
  }

  get result(): string {
    return this.#text.toString();
  }

  /** The keyword `const` that begins there. */
  constant(start: number): void {
    this.#text.update(start, start + 'const'.length, 'var  ');
  }

  /** The text of a directive. */
  sloppy(start: number, end: number): void {
    this.#text.update(start, end, 'use sloppy');
  }

  /** @param each where the word is */
  forEach(each: number, left: Node, right: Node): void {
    this.#text.remove(each, each + 'each'.length);
    const between = this.source.slice(left.end, right.start);
    const at = left.end + /^(?:\s|\/\*[^]*?\*\/|\/\/.*)*/.exec(between)![0].length;
    this.#text.update(at, at + 'in'.length, 'of');
    this.#text.appendRight(right.start, '__each__((');
    this.#text.appendLeft(right.end, '))');
  }

  include(start: number, end: number, file: string): void {
    if (this.#included.has(start)) return;
    this.#included.add(start);
    this.#text.update(start, end, `load(${JSON.stringify(file)});`);
  }

  /** Guarded clauses become ifs inside of one another. */
  catches(clauses: readonly OldCatch[]): void {
    let open = 0;
    clauses.forEach(({ param, guard, body }, index) => {
      if (param === undefined || guard === undefined) return;
      open++;
      const name = this.source.slice(param.start, param.end);
      this.#text.update(param.end, guard.start, `) { if (${lineEnds(this.source.slice(param.end, guard.start))}`);
      const isLast = index === clauses.length - 1;
      this.#text.appendLeft(body.end, isLast ? ` else throw ${name};` : ` else try { throw ${name}; }`);
    });
    const last = clauses.at(-1);
    if (last !== undefined && open > 0) this.#text.appendLeft(last.body.end, ' }'.repeat(open));
  }
}

function lineEnds(text: string): string {
  return text.replace(/[^\r\n\u2028\u2029]+/g, '');
}
