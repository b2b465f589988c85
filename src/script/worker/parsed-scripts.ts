import { Script } from 'node:vm';
import type { ScriptSyntaxError } from '../guest/asc-host.js';
import { updateSyntax } from './update-syntax.js';

const MAX_KEPT = 256;

/** Scripts of an application, brought up to date and parsed once for all of its instances. */
export class ParsedScripts {
  readonly #kept = new Map<string, Script>();

  /** @param file what stacks name it */
  parse(text: string, file: string): Script | ScriptSyntaxError {
    const key = `${file}\0${text}`;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const updated = updateSyntax(text);
    if (!('code' in updated)) return updated;
    const script = compile(updated.code, file);
    if (script instanceof Script) {
      if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
      this.#kept.set(key, script);
    }
    return script;
  }
}

function compile(code: string, file: string): Script | ScriptSyntaxError {
  try {
    return new Script(code, { filename: file });
  } catch (error) {
    const { message, stack = '' } = error as Error;
    // The first line of it is `file:line`.
    const line = /:(\d+)$/.exec(stack.split('\n', 1)[0] ?? '')?.[1];
    return { message, line: Number(line ?? 1) };
  }
}
