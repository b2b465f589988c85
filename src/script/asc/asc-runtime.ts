import type { AscHost } from '../guest/asc-host.js';
import type { OperationAnswer, OperationArgs } from '../guest/guest-host.js';
import type { Plain } from '../protocol/bytes.js';
import type { InstanceSetup } from '../protocol/script-messages.js';
import type { ServerOperation } from '../protocol/server-operations.js';
import type { Gateway } from './gateway.js';
import type { NativeClass } from './native-classes.js';
import { callable, NativeMembers } from './native-classes.js';
import { RealmValues } from './realm-values.js';
import { describeThrown, ScriptSources } from './script-errors.js';
import { setOwn } from './set-own.js';

/**
 * What the classes of the library share: one instance of main.asc, inside of its realm. Whatever comes from outside
 * (an event, a timer, an answer) runs in a {@link turn}.
 */
export class AscRuntime {
  readonly values = new RealmValues();
  readonly natives = new NativeMembers();
  readonly sources = new ScriptSources();
  /** Scripts of the library, as `load` names them, in lower case; a file of that name comes before. */
  readonly library = new Map<string, () => void>();
  /** The gateway that an object came from: what is missing of it is asked there. */
  readonly gatewayOf = new WeakMap<object, Gateway>();
  /** `application.onStatus`, as soon as there is an application. */
  onError: ((info: object) => void) | undefined;
  #afterTurn: (() => void)[] = [];
  #isReporting = false;
  #isClosed = false;
  #closing: (() => void)[] = [];

  constructor(
    readonly host: AscHost,
    readonly setup: InstanceSetup,
  ) {}

  /** Makes `value` a global variable that `for in` does not list; a script may put another in its place. */
  define(name: string, value: unknown): void {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  }

  /** Makes a class of the library global, with these static members. Objects of it are never sent. */
  defineClass(name: string, native: NativeClass, statics: Readonly<Record<string, unknown>> = {}): void {
    this.defineValueClass(name, native, statics);
    this.values.neverSent((native as { prototype: object }).prototype);
  }

  /** The same of a class whose objects are values, and are sent. */
  defineValueClass(name: string, native: NativeClass, statics: Readonly<Record<string, unknown>> = {}): void {
    const constructor = callable(name, native);
    for (const [member, value] of Object.entries(statics)) {
      Object.defineProperty(constructor, member, { value, writable: true, configurable: true });
    }
    this.define(name, constructor);
    this.natives.add((native as { prototype: object }).prototype);
  }

  /**
   * Runs code of the script. What it throws is reported, and is answered; what was to wait for its end is done.
   *
   * @returns what was thrown, in a list of its own; undefined if nothing was
   */
  turn(run: () => void): readonly [unknown] | undefined {
    if (this.#isClosed) return undefined;
    let thrown: readonly [unknown] | undefined;
    // A turn that took too long was ended without a `finally`.
    this.#isReporting = false;
    try {
      run();
    } catch (error) {
      thrown = [error];
      this.report(error);
    }
    const after = this.#afterTurn;
    this.#afterTurn = [];
    for (const step of after) step();
    return thrown;
  }

  /** What ends a connection or the instance waits until the running code has returned, and has been answered. */
  afterTurn(step: () => void): void {
    this.#afterTurn.push(step);
  }

  /** Calls a handler of the script if `holder` has one. In the turn of the caller; throws what the handler throws. */
  handle(holder: object, handler: string, ...args: readonly unknown[]): unknown {
    const method: unknown = Reflect.get(holder, handler);
    return typeof method === 'function' ? Reflect.apply(method, holder, args) : undefined;
  }

  /** An error of the script: for the log with file and line, and for application.onStatus. */
  report(error: unknown): void {
    const position = this.sources.positionOf(error);
    const text = describeThrown(error);
    this.host.log({ level: 'error', text, ...position });
    if (this.#isReporting || this.onError === undefined) return;
    this.#isReporting = true;
    try {
      this.onError({
        code: 'Application.Script.Error',
        level: 'error',
        description: text,
        filename: position?.file ?? '',
        lineno: position?.line ?? 0,
        linebuf: position === undefined ? '' : this.sources.lineAt(position),
      });
    } catch (second) {
      this.host.log({ level: 'error', text: describeThrown(second), ...this.sources.positionOf(second) });
    } finally {
      this.#isReporting = false;
    }
  }

  /** Something the author should know and that stops nothing; where the running script is. */
  warn(text: string): void {
    this.host.log({ level: 'warning', text, ...this.sources.caller });
  }

  /** The instance closes: to be called once, then. */
  whenClosed(step: () => void): void {
    this.#closing.push(step);
  }

  close(): void {
    this.#isClosed = true;
    const steps = this.#closing;
    this.#closing = [];
    for (const step of steps) step();
  }

  tell<Name extends ServerOperation>(operation: Name, ...args: OperationArgs<Name>): void {
    this.host.tell(operation, ...args);
  }

  /** `settled` runs in a turn of its own. */
  ask<Name extends ServerOperation>(
    operation: Name,
    args: OperationArgs<Name>,
    settled: (error: string | undefined, answer: OperationAnswer<Name> | undefined) => void,
  ): void {
    this.host.ask(operation, args, (error, answer) => void this.turn(() => settled(error, answer)));
  }

  /** Throws an Error of the realm. */
  now<Name extends ServerOperation>(operation: Name, ...args: OperationArgs<Name>): OperationAnswer<Name> {
    return this.outside(() => this.host.now(operation, ...args));
  }

  /** What fails is a warning, and `otherwise`: so it is with what has a Boolean to say that it failed. */
  nowOr<Name extends ServerOperation>(
    otherwise: OperationAnswer<Name>,
    operation: Name,
    ...args: OperationArgs<Name>
  ): OperationAnswer<Name> {
    try {
      return this.now(operation, ...args);
    } catch (error) {
      this.warn(describeThrown(error));
      return otherwise;
    }
  }

  /** Calls back in a turn of its own, after so many milliseconds. */
  later(milliseconds: number, run: () => void): () => void {
    return this.outside(() => this.host.timer(milliseconds, false, () => void this.turn(run)));
  }

  /** Calls something of the host that may throw: the script gets an Error of its own realm. */
  outside<T>(call: () => T): T {
    try {
      return call();
    } catch (error) {
      if (error instanceof Error) throw error;
      const { message } = error as { readonly message?: unknown };
      throw new Error(typeof message === 'string' ? message : describeThrown(error));
    }
  }

  /** A deep copy, of the realm, of something plain of another. */
  plain(value: Plain): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (ArrayBuffer.isView(value)) return this.values.byteArray?.make(value) ?? new Uint8Array(value);
    if (isList(value)) return Array.from(value, (item) => this.plain(item));
    const copy = {};
    for (const [name, member] of Object.entries(value)) setOwn(copy, name, this.plain(member));
    return copy;
  }
}

function isList(value: object): value is readonly Plain[] {
  return Array.isArray(value);
}
