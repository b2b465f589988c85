import { OldSyntaxParser } from './old-syntax-parser.js';
import { SyntaxEdits } from './syntax-edits.js';

/** Code that a present engine takes, with the same lines; or what is wrong, and where, counted from 1. */
export type UpdatedSyntax =
  { readonly code: string } | { readonly message: string; readonly line: number; readonly column: number };

interface SyntaxPlace {
  readonly line: number;
  readonly column: number;
}

/**
 * Brings a script of Flash Media Server up to date: `for each`, `catch (e if …)`, `#include`, `const` as the engine of
 * that time had it, and never strict. `for each` needs a global function `__each__`, which yields the members of an object.
 */
export function updateSyntax(source: string): UpdatedSyntax {
  const edits = new SyntaxEdits(source);
  try {
    new OldSyntaxParser(source, edits).parse();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { line, column } = (error as SyntaxError & { readonly loc?: SyntaxPlace }).loc ?? { line: 1, column: 0 };
    return { message: error.message.replace(/ \(\d+:\d+\)$/, ''), line, column: column + 1 };
  }
  return { code: edits.result };
}
