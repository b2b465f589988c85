/** A file of our configuration that an import writes. */
export interface ImportTarget {
  /** Below the folder that is written: `conf/server.yaml`, `apps/live/application.yaml`. */
  readonly path: string;
  readonly level: 'server' | 'adaptor' | 'vhost' | 'application';
}

/** Where something stood in what is imported. */
export interface ImportPlace {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** The setting and its value, as a person finds it there. Never a password or a key. */
  readonly what: string;
}

/** Something that is not in our configuration, and why, or what to do about it. */
export interface ImportNote extends ImportPlace {
  readonly says: string;
}

interface ImportedKey {
  value: unknown;
  readonly places: ImportPlace[];
}

/** What an import has found: keys of our files, and what has no place in them. */
export class Imported {
  readonly #files = new Map<string, { readonly target: ImportTarget; readonly keys: Map<string, ImportedKey> }>();
  readonly #notes: ImportNote[] = [];
  #passedOver = 0;

  get files(): readonly { readonly target: ImportTarget; readonly keys: ReadonlyMap<string, ImportedKey> }[] {
    return [...this.#files.values()];
  }

  get notes(): readonly ImportNote[] {
    return this.#notes;
  }

  /** Settings of the other server's own inner life, of which nobody misses anything here. */
  get passedOver(): number {
    return this.#passedOver;
  }

  /** @param key dotted; what was there before is replaced */
  set(target: ImportTarget, key: string, value: unknown, place: ImportPlace): void {
    this.#keysOf(target).set(key, { value, places: [place] });
  }

  /** Adds items to a list. */
  add(target: ImportTarget, key: string, items: readonly unknown[], place: ImportPlace): void {
    const keys = this.#keysOf(target);
    const present = keys.get(key);
    if (present === undefined) keys.set(key, { value: [...items], places: [place] });
    else {
      present.value = [...(present.value as unknown[]), ...items];
      present.places.push(place);
    }
  }

  has(target: ImportTarget, key: string): boolean {
    return this.#files.get(target.path)?.keys.has(key) ?? false;
  }

  /** What was added to a list so far. */
  items(target: ImportTarget, key: string): readonly unknown[] {
    return (this.#files.get(target.path)?.keys.get(key)?.value ?? []) as readonly unknown[];
  }

  /** Where what was there stood; nothing if it was not. */
  remove(target: ImportTarget, key: string): readonly ImportPlace[] {
    const keys = this.#keysOf(target);
    const places = keys.get(key)?.places ?? [];
    keys.delete(key);
    return places;
  }

  note(place: ImportPlace, says: string): void {
    this.#notes.push({ ...place, says });
  }

  passOver(): void {
    this.#passedOver++;
  }

  #keysOf(target: ImportTarget): Map<string, ImportedKey> {
    const present = this.#files.get(target.path);
    if (present !== undefined) return present.keys;
    const keys = new Map<string, ImportedKey>();
    this.#files.set(target.path, { target, keys });
    return keys;
  }
}
