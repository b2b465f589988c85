import type { SafeName } from '../../src/application/safe-name.js';
import type {
  SharedObjectContent,
  SharedObjectStore,
  StorableSharedObject,
} from '../../src/sharedobject/shared-object-store.js';

/** Keeps objects in memory, and writes nothing before it is told to. */
export class MemoryObjectStore implements SharedObjectStore {
  readonly contents = new Map<string, SharedObjectContent>();
  readonly touched = new Map<string, StorableSharedObject>();
  /** What loading waits for. */
  opening: Promise<unknown> = Promise.resolve();

  async load(name: string): Promise<SharedObjectContent | undefined> {
    await this.opening;
    const touched = this.touched.get(name);
    if (touched !== undefined) await this.save(touched);
    return this.contents.get(name);
  }

  touch(object: StorableSharedObject): void {
    this.touched.set(object.name, object);
  }

  save(object: StorableSharedObject): Promise<void> {
    const content = object.content();
    this.contents.set(object.name, content);
    this.touched.delete(object.name);
    object.stored(content.version);
    return Promise.resolve();
  }

  remove(name: string): Promise<void> {
    this.touched.delete(name);
    this.contents.delete(name);
    return Promise.resolve();
  }

  names(): Promise<string[]> {
    return Promise.resolve([...new Set([...this.contents.keys(), ...this.touched.keys()])]);
  }

  async close(): Promise<void> {
    for (const object of this.touched.values()) await this.save(object);
  }
}

/** The stores of all instances of a server. */
export class MemoryObjectStores {
  readonly #stores = new Map<string, MemoryObjectStore>();

  of(application: SafeName): (instance: SafeName) => MemoryObjectStore {
    return (instance) => {
      const path = `${application}/${instance}`;
      const store = this.#stores.get(path) ?? new MemoryObjectStore();
      this.#stores.set(path, store);
      return store;
    };
  }

  start(): void {
    // Nothing was left half written.
  }

  async close(): Promise<void> {
    for (const store of this.#stores.values()) await store.close();
  }
}
