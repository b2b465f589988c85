import type { SharedObjectContent, SharedObjectStore } from './shared-object-store.js';
import type { ObjectUse, SharedObjectUser } from './object-use.js';
import type { SharedObjectListener } from './server-shared-object.js';
import { ServerSharedObject } from './server-shared-object.js';
import type { OwnerLink, OwnerListener } from './object-owner.js';
import { ObjectOwner } from './object-owner.js';
import { ProxiedSharedObject } from './proxied-shared-object.js';
import { SharedObject } from './shared-object.js';
import type { SharedObjectEnvironment } from './shared-object-environment.js';

/** Bounds objects beyond one instance. */
export interface ObjectLimit {
  /** Whether there may be one more; if so it is counted. */
  enter(): boolean;
  leave(): void;
}

/** What the objects of an instance are made with. */
export interface SharedObjectsEnvironment extends SharedObjectEnvironment {
  readonly store: SharedObjectStore;
  readonly limit: ObjectLimit;
}

/**
 * Why an object cannot be used: there are too many, there is none and it may not be made, it cannot be loaded, or it is
 * to be another instance's and this one has one of that name in use.
 */
export type UseFailure = 'limit' | 'absent' | 'unreadable' | 'owned';

/** An object that is used, and by whom. */
export interface UsedObject {
  readonly object: SharedObject;
  readonly use: ObjectUse;
}

/** Which object, and what is known of it. */
export interface UseRequest {
  readonly name: string;
  readonly persistent: boolean;
  /** The version that the user had; 0 for none. */
  readonly version: number;
  /** Whether there is to be an object if there is none. */
  readonly mayCreate: boolean;
}

/**
 * The shared objects of an application instance that somebody uses. One that is not persistent is gone when nobody
 * does any more; a persistent one is kept by the store.
 */
export class SharedObjects {
  readonly #objects = new Map<string, SharedObject>();
  readonly #loading = new Map<string, Promise<SharedObjectContent | undefined>>();
  /** Of those that other instances own. */
  readonly #owners = new Map<string, ObjectOwner>();
  #isClosed = false;

  constructor(private readonly environment: SharedObjectsEnvironment) {}

  get size(): number {
    return this.#objects.size;
  }

  all(): IterableIterator<SharedObject> {
    return this.#objects.values();
  }

  find(name: string, persistent: boolean): SharedObject | undefined {
    return this.#objects.get(keyOf(name, persistent));
  }

  /** Lets `user` use an object, from the moment at which this resolves. Never rejects. */
  async use(user: SharedObjectUser, request: UseRequest): Promise<UsedObject | UseFailure> {
    const object = await this.#open(request);
    return typeof object === 'string' ? object : { object, use: object.join(user, request.version) };
  }

  /** An object for a script, which owns it until it closes it. */
  async get(
    name: string,
    persistent: boolean,
    listener: SharedObjectListener,
  ): Promise<ServerSharedObject | UseFailure> {
    const object = await this.#open({ name, persistent, mayCreate: true });
    return typeof object === 'string' ? object : new ServerSharedObject(object, listener);
  }

  /**
   * An object for a script that another instance owns. From now on everybody here who uses an object of that name uses
   * this one, until nobody does any more.
   *
   * @param open uses the object by a connection, unless it is used by another that stands; what it throws is thrown
   */
  proxy(
    name: string,
    persistent: boolean,
    listener: SharedObjectListener,
    open: (listener: OwnerListener) => OwnerLink,
  ): ServerSharedObject | UseFailure {
    const key = keyOf(name, persistent);
    const owner = this.#owners.get(key) ?? new ObjectOwner(this.environment.clock);
    const object = this.#objects.get(key) ?? this.#createProxied(key, name, persistent, owner);
    if (typeof object === 'string') return object;
    if (!(object instanceof ProxiedSharedObject)) return 'owned';
    const script = new ServerSharedObject(object, listener);
    try {
      owner.connect(object, open);
    } catch (error) {
      script.close();
      throw error;
    }
    return script;
  }

  /** Stores all that has changed and is persistent, or the object of that name. Rejects if it cannot be stored. */
  async commit(name?: string): Promise<void> {
    const dirty = [...this.all()].filter((object) => object.isDirty && object.name === (name ?? object.name));
    await Promise.all(dirty.map((object) => object.flush()));
  }

  /**
   * Deletes all properties of the objects that are used and meant, and what is stored of others. Resolves with whether
   * there was any; rejects if the store cannot delete one.
   */
  async clear(isMeant: (name: string) => boolean): Promise<boolean> {
    const used = [...this.all()].filter(({ name }) => isMeant(name));
    for (const object of used) object.clear();
    const stored = (await this.environment.store.names()).filter(isMeant);
    await Promise.all(stored.map((name) => this.#erase(name)));
    return used.length + stored.length > 0;
  }

  /** Ends all uses. Resolves when the store has what there is to be kept. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const object of [...this.all()]) object.close();
    await this.environment.store.close();
  }

  get #isFull(): boolean {
    return this.#isClosed || this.#objects.size >= this.environment.options().maxObjects;
  }

  /** Whoever asks joins in the same turn; nobody else can have left before. */
  async #open({ name, persistent, mayCreate }: Omit<UseRequest, 'version'>): Promise<SharedObject | UseFailure> {
    const key = keyOf(name, persistent);
    for (;;) {
      const known = this.#objects.get(key);
      if (known !== undefined) return known;
      if (this.#isFull) return 'limit';
      if (!persistent) return mayCreate ? this.#create(key, name) : 'absent';
      const loading = this.#loading.get(key) ?? this.#load(key, name);
      let content: SharedObjectContent | undefined;
      try {
        content = await loading;
      } catch (error) {
        this.#loading.delete(key);
        this.environment.logger.error('a shared object cannot be loaded', { object: name, error });
        return 'unreadable';
      }
      // Only who comes first has what the object is now: it may have been used, changed and left since.
      if (this.#loading.get(key) !== loading) continue;
      this.#loading.delete(key);
      if (content === undefined && !mayCreate) return 'absent';
      return this.#create(key, name, this.environment.store, content);
    }
  }

  async #erase(name: string): Promise<void> {
    const key = keyOf(name, true);
    // Who loads it now has it before this goes on.
    await this.#loading.get(key)?.catch(() => undefined);
    const object = this.#objects.get(key);
    if (object === undefined) await this.environment.store.remove(name);
    else if (object.size > 0) object.clear();
  }

  #load(key: string, name: string): Promise<SharedObjectContent | undefined> {
    const loading = this.environment.store.load(name);
    this.#loading.set(key, loading);
    return loading;
  }

  #createProxied(key: string, name: string, persistent: boolean, owner: ObjectOwner): ProxiedSharedObject | UseFailure {
    if (this.#loading.has(key)) return 'owned';
    if (this.#isFull || !this.environment.limit.enter()) return 'limit';
    const object = new ProxiedSharedObject(name, persistent, owner, this.environment, () => {
      this.#objects.delete(key);
      this.#owners.delete(key);
      this.environment.limit.leave();
      owner.leave();
    });
    this.#owners.set(key, owner);
    this.#objects.set(key, object);
    return object;
  }

  #create(key: string, name: string, store?: SharedObjectStore, content?: SharedObjectContent): SharedObject | 'limit' {
    if (this.#isFull || !this.environment.limit.enter()) return 'limit';
    const object = new SharedObject(name, store, this.environment, () => {
      this.#objects.delete(key);
      this.environment.limit.leave();
    });
    if (content !== undefined) object.restore(content);
    this.#objects.set(key, object);
    return object;
  }
}

function keyOf(name: string, persistent: boolean): string {
  return (persistent ? 'p/' : 't/') + name;
}
