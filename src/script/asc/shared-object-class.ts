import type { AmfValue } from '../../amf/value.js';
import type { ObjectReplica, SyncItem } from '../guest/object-replica.js';
import { pack } from '../protocol/pack.js';
import { asText } from './as-text.js';
import type { AscRuntime } from './asc-runtime.js';

/** What a SharedObject is made with. */
export class SharedObjectMeans {
  constructor(
    readonly runtime: AscRuntime,
    readonly number: number,
    readonly name: string,
    readonly key: string,
    readonly isPersistent: boolean,
    readonly replica: ObjectReplica,
    /** The script no longer uses it. */
    readonly forget: (means: SharedObjectMeans) => void,
  ) {}
}

/** A value as the script was given it, so that it is given the same object again until it changes. */
interface Shown {
  readonly value: AmfValue;
  readonly shown: unknown;
}

/** `SharedObject` of server-side ActionScript. */
export class SharedObject {
  readonly #means: SharedObjectMeans;
  readonly #shown = new Map<string, Shown>();
  #isOpen = true;
  #autoCommit = true;
  #resyncDepth = -1;

  constructor(means?: unknown) {
    if (!(means instanceof SharedObjectMeans)) throw new TypeError('use SharedObject.get(name, persistence)');
    this.#means = means;
  }

  /** The means of a SharedObject; undefined of anything else. */
  static meansOf(value: object): SharedObjectMeans | undefined {
    return #means in value ? value.#means : undefined;
  }

  get name(): string {
    return this.#means.name;
  }

  get version(): number {
    return this.#means.replica.version;
  }

  get isDirty(): boolean {
    const { runtime, number, isPersistent } = this.#means;
    return isPersistent && this.#isOpen && runtime.nowOr(false, 'object.isDirty', number);
  }

  get autoCommit(): boolean {
    return this.#autoCommit;
  }

  set autoCommit(value: unknown) {
    this.#autoCommit = Boolean(value);
    this.#tell((runtime, number) => runtime.tell('object.option', number, 'autoCommit', this.#autoCommit));
  }

  get resyncDepth(): number {
    return this.#resyncDepth;
  }

  set resyncDepth(value: unknown) {
    this.#resyncDepth = Number(value);
    this.#tell((runtime, number) => runtime.tell('object.option', number, 'resyncDepth', this.#resyncDepth));
  }

  /** The same object until the property changes; what is done to it changes nothing. */
  getProperty(name: unknown): unknown {
    const { runtime, replica } = this.#means;
    const property = asText(name);
    const value = replica.get(property);
    if (typeof value !== 'object' || value === null) return value;
    const known = this.#shown.get(property);
    if (known?.value === value) return known.shown;
    const shown = runtime.values.toRealm(value);
    this.#shown.set(property, { value, shown });
    return shown;
  }

  /** Null and undefined delete it. */
  setProperty(name: unknown, value: unknown): void {
    const { runtime, replica, number } = this.#means;
    if (!this.#isOpen) return;
    const property = asText(name);
    const copy = runtime.values.toAmf(value) ?? null;
    const packed = pack(copy);
    replica.set(property, copy);
    this.#shown.delete(property);
    runtime.tell('object.set', number, property, packed);
  }

  getPropertyNames(): string[] {
    return this.#means.replica.names();
  }

  size(): number {
    return this.#means.replica.size;
  }

  send(handler: unknown, ...args: unknown[]): boolean {
    const packed = this.#means.runtime.values.pack(...args);
    return this.#tell((runtime, number) => runtime.tell('object.send', number, asText(handler), packed));
  }

  mark(handler: unknown, ...args: unknown[]): boolean {
    const packed = this.#means.runtime.values.pack(...args);
    return this.#tell((runtime, number) => runtime.tell('object.mark', number, asText(handler), packed));
  }

  lock(): number {
    return this.#isOpen ? this.#means.runtime.nowOr(-1, 'object.lock', this.#means.number) : -1;
  }

  unlock(): number {
    return this.#isOpen ? this.#means.runtime.nowOr(-1, 'object.unlock', this.#means.number) : -1;
  }

  flush(): boolean {
    return this.#isOpen && this.#means.runtime.nowOr(false, 'object.flush', this.#means.number);
  }

  clear(): boolean {
    if (!this.#isOpen) return false;
    this.#means.replica.clear();
    this.#shown.clear();
    return this.#tell((runtime, number) => runtime.tell('object.clear', number));
  }

  purge(version: unknown): void {
    this.#tell((runtime, number) => runtime.tell('object.purge', number, Number(version)));
  }

  close(): void {
    this.#tell((runtime, number) => runtime.tell('object.close', number));
    this.#isOpen = false;
    this.#means.forget(this.#means);
  }

  /** News of it, as a script reads them. */
  static syncList(object: SharedObject, items: readonly SyncItem[]): object[] {
    const { values } = object.#means.runtime;
    return items.map((item) => {
      if (item.name !== undefined) object.#shown.delete(item.name);
      else object.#shown.clear();
      return 'oldValue' in item ? { ...item, oldValue: values.toRealm(item.oldValue) } : { ...item };
    });
  }

  /** Tells the server, unless it was closed. */
  #tell(tell: (runtime: AscRuntime, number: number) => void): boolean {
    if (this.#isOpen) tell(this.#means.runtime, this.#means.number);
    return this.#isOpen;
  }
}
