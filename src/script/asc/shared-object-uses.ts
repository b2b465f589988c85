import { ObjectReplica } from '../guest/object-replica.js';
import type { SyncItem } from '../guest/object-replica.js';
import type { Packed } from '../protocol/bytes.js';
import { pack } from '../protocol/pack.js';
import type { ObjectNews } from '../protocol/script-events.js';
import { asText } from './as-text.js';
import type { AscRuntime } from './asc-runtime.js';
import { remoteMethod } from './remote-method.js';
import { describeThrown } from './script-errors.js';
import { SharedObject, SharedObjectMeans } from './shared-object-class.js';

/** The shared objects that the script uses, each once. */
export class SharedObjectUses {
  readonly #byKey = new Map<string, SharedObject>();
  readonly #byNumber = new Map<number, SharedObject>();
  /** Of news that were seen before their turn: what onSync is told in it. */
  readonly #seen = new Map<number, SyncItem[][]>();
  #count = 0;

  constructor(
    private readonly runtime: AscRuntime,
    /** The number of a NetConnection. */
    private readonly connectionOf: (value: unknown) => number | undefined,
  ) {
    runtime.defineClass('SharedObject', SharedObject, {
      get: (name: unknown, isPersistent: unknown, connection: unknown) =>
        this.#get(asText(name), Boolean(isPersistent), connection),
      commit: (name: unknown) => runtime.nowOr(false, 'object.commit', name === undefined ? undefined : asText(name)),
    });
  }

  /** `object.news` before its turn. */
  overtake(number: number, version: number, confirmed: number, items: readonly ObjectNews[], values: Packed): void {
    const replica = this.#replica(number);
    if (replica === undefined) return;
    const seen = this.#seen.get(number) ?? [];
    seen.push(replica.take(version, confirmed, items, values));
    this.#seen.set(number, seen);
  }

  news(number: number, version: number, confirmed: number, items: readonly ObjectNews[], values: Packed): void {
    const object = this.#byNumber.get(number);
    const replica = this.#replica(number);
    if (object === undefined || replica === undefined) return;
    const told = this.#seen.get(number)?.shift() ?? replica.take(version, confirmed, items, values);
    const list = SharedObject.syncList(object, told);
    if (list.length > 0) this.runtime.turn(() => this.runtime.handle(object, 'onSync', list));
  }

  /** Somebody's `send`; only functions of the script are called. */
  message(number: number, handler: string, args: Packed): void {
    const { runtime } = this;
    const object = this.#byNumber.get(number);
    if (object === undefined) return;
    runtime.turn(() => {
      const found = remoteMethod(runtime, object, handler);
      if (found !== undefined) Reflect.apply(found.method, object, runtime.values.unpack(args));
    });
  }

  status(number: number, code: string, level: string): void {
    const object = this.#byNumber.get(number);
    if (object !== undefined) this.runtime.turn(() => this.runtime.handle(object, 'onStatus', { code, level }));
  }

  /** One that cannot be opened is empty, and its onStatus is told why. */
  #get(name: string, isPersistent: boolean, connection: unknown): SharedObject {
    const owner = this.connectionOf(connection);
    const key = `${isPersistent} ${owner ?? ''} ${name}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const number = ++this.#count;
    let failure: string | undefined;
    let state = { version: 0, properties: pack() };
    try {
      state = this.runtime.now('object.open', number, name, isPersistent, owner);
    } catch (error) {
      failure = describeThrown(error);
    }
    const replica = new ObjectReplica(state);
    const means = new SharedObjectMeans(this.runtime, number, name, key, isPersistent, replica, this.#forget);
    const object = new SharedObject(means);
    this.#byKey.set(key, object);
    this.#byNumber.set(number, object);
    if (failure !== undefined) this.#failed(object, failure);
    return object;
  }

  #failed(object: SharedObject, failure: string): void {
    const code = /SharedObject\.\w+/.exec(failure)?.[0] ?? 'SharedObject.ObjectCreationFailed';
    this.runtime.warn(failure);
    object.close();
    this.runtime.later(0, () =>
      this.runtime.handle(object, 'onStatus', { code, level: 'error', description: failure }),
    );
  }

  readonly #forget = ({ key, number }: SharedObjectMeans): void => {
    this.#byKey.delete(key);
    this.#byNumber.delete(number);
    this.#seen.delete(number);
  };

  #replica(number: number): ObjectReplica | undefined {
    const object = this.#byNumber.get(number);
    return object === undefined ? undefined : SharedObject.meansOf(object)?.replica;
  }
}
