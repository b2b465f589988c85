/** Where a script failed. */
export interface ScriptPosition {
  readonly file: string;
  /** The first is 1. */
  readonly line: number;
}

const frame = /^\s*at (?:.*\()?(.*?):(\d+):\d+\)?$/;

/** A script that cannot be found or compiled: an error whose position no stack has. */
export class LoadError extends SyntaxError {
  override readonly name = 'LoadError';

  constructor(
    message: string,
    readonly position: ScriptPosition | undefined,
  ) {
    super(message);
  }
}

/** The scripts that were loaded, to say where an error came from, in the words of the one who wrote them. */
export class ScriptSources {
  readonly #lines = new Map<string, readonly string[]>();

  add(file: string, source: string): void {
    this.#lines.set(file, source.split(/\r\n|[\n\r\u2028\u2029]/));
  }

  /** The innermost place of an error that is in a script; undefined of what is no Error. */
  positionOf(error: unknown): ScriptPosition | undefined {
    if (error instanceof LoadError && error.position !== undefined) return error.position;
    return error instanceof Error ? this.#inStack(error.stack) : undefined;
  }

  /** The script that runs: the one a function of the library was called from. */
  get caller(): ScriptPosition | undefined {
    return this.#inStack(new Error().stack);
  }

  lineAt({ file, line }: ScriptPosition): string {
    return this.#lines.get(file)?.[line - 1] ?? '';
  }

  #inStack(stack: unknown): ScriptPosition | undefined {
    if (typeof stack !== 'string') return undefined;
    for (const text of stack.split('\n')) {
      const match = frame.exec(text);
      if (match !== null && this.#lines.has(match[1]!)) return { file: match[1]!, line: Number(match[2]) };
    }
    return undefined;
  }
}

/** What was thrown, as one reads it; anything may be thrown, and may throw when it is looked at. */
export function describeThrown(error: unknown): string {
  try {
    return String(error);
  } catch {
    return 'an object that cannot be shown';
  }
}

export function describePosition({ file, line }: ScriptPosition): string {
  return `${file}:${line}`;
}
