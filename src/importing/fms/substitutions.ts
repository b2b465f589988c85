const VARIABLE = /\$\{([^}]*)\}/g;

/** The variables of fms.ini, which stand as `${NAME}` in the other files (configuration reference of FMS, fms.ini). */
export class Substitutions {
  readonly #values = new Map<string, string>();

  /** Lines of `NAME = value`; `#` begins a comment, quotes keep blanks. */
  constructor(text = '') {
    for (const line of text.replace(/^\uFEFF/, '').split(/\r\n?|\n/)) {
      const equals = line.indexOf('=');
      if (equals < 0 || line.trimStart().startsWith('#')) continue;
      const value = line.slice(equals + 1).trim();
      this.#values.set(line.slice(0, equals).trim(), /^".*"$/.test(value) ? value.slice(1, -1) : value);
    }
  }

  /** `text` with the values, and the names that have none. */
  apply(text: string): { readonly text: string; readonly unknown: readonly string[] } {
    const unknown: string[] = [];
    const replaced = text.replace(VARIABLE, (whole, name: string) => {
      const value = this.#values.get(name.trim());
      if (value === undefined) unknown.push(name);
      return value ?? whole;
    });
    return { text: replaced, unknown };
  }
}
