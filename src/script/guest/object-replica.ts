import type { AmfValue } from '../../amf/value.js';
import type { Packed } from '../protocol/bytes.js';
import { unpack } from '../protocol/pack.js';
import type { ObjectNews } from '../protocol/script-events.js';
import type { ObjectState } from '../protocol/server-operations.js';
import { OwnChanges } from './own-changes.js';

/** What happened to a property, as `onSync` of a script is told it. */
export interface SyncItem {
  readonly code: ObjectNews['code'];
  /** Absent of `clear`. */
  readonly name?: string;
  /** What the property was; of `change`, `delete` and `reject`. */
  readonly oldValue?: AmfValue;
}

/**
 * A shared object as the script sees it: what the server says, and on top of it what the script itself has changed and
 * the server has not confirmed yet. So the script sees its own changes at once, and never anything older again.
 *
 * Changes of an object that another instance owns are seen when the owner has agreed.
 */
export class ObjectReplica {
  /** What the server says, in its order. */
  readonly #said = new Map<string, AmfValue>();
  readonly #own = new OwnChanges();
  #version: number;
  private readonly isProxied: boolean;

  constructor({ version, properties, isProxied }: ObjectState) {
    this.isProxied = isProxied === true;
    this.#version = version;
    const values = unpack(properties);
    for (let at = 0; at < values.length; at += 2) {
      const name = values[at];
      if (typeof name === 'string') this.#said.set(name, values[at + 1]);
    }
  }

  /** One more than that of the last news while a change of its own is on its way. */
  get version(): number {
    return this.#own.exist ? this.#version + 1 : this.#version;
  }

  /** How many properties there are. */
  get size(): number {
    return this.names().length;
  }

  /** Undefined if there is none. The value is to be read, never to be written. */
  get(name: string): AmfValue {
    const own = this.#own.last(name);
    if (own !== undefined) return own.value;
    return this.#own.isCleared ? undefined : this.#said.get(name);
  }

  names(): string[] {
    const said = this.#own.isCleared ? [] : this.#said.keys();
    const names = new Set<string>(said);
    for (const name of this.#own.names()) {
      if (this.get(name) === undefined) names.delete(name);
      else names.add(name);
    }
    return [...names];
  }

  /**
   * The script changes a property, of which the server is told by `object.set` in the same turn. Null and undefined
   * delete it.
   */
  set(name: string, value: AmfValue): void {
    if (!this.isProxied) this.#own.set(name, value ?? undefined);
  }

  /** The script deletes all properties, of which the server is told by `object.clear` in the same turn. */
  clear(): void {
    if (!this.isProxied) this.#own.clear();
  }

  /**
   * `object.news`, as soon as it comes. Answers what `onSync` is to be told, which may be nothing.
   *
   * @param confirmed how many changes of the script, in their order, are in this and earlier news
   */
  take(version: number, confirmed: number, items: readonly ObjectNews[], values: Packed): SyncItem[] {
    const unpacked = unpack(values);
    const told: SyncItem[] = [];
    for (const item of items) {
      const oldValue = item.name === undefined ? undefined : this.#said.get(item.name);
      this.#apply(item, item.value === undefined ? undefined : unpacked[item.value]);
      if (this.#isTold(item)) told.push(syncItem(item, oldValue));
    }
    this.#own.confirm(confirmed);
    this.#version = version;
    return told;
  }

  #apply({ code, name = '', value: at, own }: ObjectNews, value: AmfValue): void {
    if (code === 'clear') {
      if (own === true) this.#own.clearAnswered();
      return this.#said.clear();
    }
    const answered = code === 'success' || code === 'reject' ? this.#own.answered(name) : undefined;
    this.#say(name, code === 'success' && at === undefined ? answered : value);
  }

  #say(name: string, value: AmfValue): void {
    if (value === undefined) this.#said.delete(name);
    else this.#said.set(name, value);
  }

  /** What a script does to an object of its own instance succeeds, and it is not told so. */
  #isTold({ code, own }: ObjectNews): boolean {
    return this.isProxied || (code !== 'success' && own !== true);
  }
}

function syncItem({ code, name }: ObjectNews, oldValue: AmfValue): SyncItem {
  if (name === undefined) return { code };
  return oldValue === undefined || code === 'success' ? { code, name } : { code, name, oldValue };
}
