import type { AscRuntime } from './asc-runtime.js';
import { LoadError } from './script-errors.js';

/** Scripts that load each other are stopped here: a script that loads itself, first of all. */
const maxDepth = 32;

/** Runs the scripts of the instance, in place, and only as long as it is loaded. */
export class ScriptLoader {
  /** The files that run, the innermost last. */
  readonly #running: string[] = [];
  #isLoading = true;

  constructor(private readonly runtime: AscRuntime) {}

  /** The end of loading: from now on nothing can be loaded. */
  finish(): void {
    this.#isLoading = false;
  }

  /** Runs the script, if there is one. Throws a LoadError if it cannot be compiled, and what it throws. */
  runIfThere(name: string): boolean {
    const found = this.runtime.outside(() => this.runtime.host.readScript(name, this.#running.at(-1)));
    if (found === undefined) return false;
    this.#run(found.file, found.text);
    return true;
  }

  /** `load` of a script. Throws a LoadError if there is none, or loading is over. */
  load(name: string): void {
    if (!this.#isLoading) {
      throw new LoadError(`load("${name}") is possible only while the application loads, not in a handler`, undefined);
    }
    if (this.#running.length >= maxDepth) {
      throw new LoadError(`load("${name}"): ${maxDepth} scripts load one another; does one load itself?`, undefined);
    }
    if (/\.far$/i.test(name)) {
      throw new LoadError(`load("${name}"): name a script in the archive, as load("${name}/main.asc") does`, undefined);
    }
    if (this.runIfThere(name)) return;
    const ofLibrary = this.runtime.library.get(name.toLowerCase());
    if (ofLibrary === undefined) throw new LoadError(this.#missing(name), this.runtime.sources.caller);
    ofLibrary();
  }

  #run(file: string, text: string): void {
    this.runtime.sources.add(file, text);
    this.#running.push(file);
    try {
      const wrong = this.runtime.host.runScript(text, file);
      if (wrong !== undefined) throw new LoadError(wrong.message, { file, line: wrong.line });
    } finally {
      this.#running.pop();
    }
  }

  #missing(name: string): string {
    const { folder, libraries } = this.runtime.setup;
    const from = this.#running.at(-1);
    const beside = from?.includes('/') === true ? [`beside ${from}`] : [];
    const places = [...beside, `in ${folder}`, ...libraries.map((library) => `in ${library}`)];
    return `there is no script "${name}": it was looked for ${places.join(', ')}`;
  }
}
