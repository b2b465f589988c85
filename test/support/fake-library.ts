import type { HeldMedia, MediaLibrary } from '../../src/application/media-library.js';
import type { SafeName } from '../../src/application/safe-name.js';
import type { StreamName } from '../../src/application/stream-name.js';
import type { MediaSource } from '../../src/media/media-source.js';

/** Recorded media by name, `mp4:` and so on in front unless it is FLV; an error for what cannot be opened. */
export type FakeMedia = Readonly<Record<string, MediaSource | Error>>;

/** A library that holds what a test gives it, and counts what is in use. */
export class FakeLibrary implements MediaLibrary {
  /** Holds that were not released. */
  held = 0;
  /** `instance/name` of what was asked for. */
  readonly asked: string[] = [];

  constructor(private readonly media: FakeMedia) {}

  open(instance: SafeName, { type, name }: StreamName): Promise<HeldMedia | undefined> {
    this.asked.push(`${instance}/${name}`);
    const key = type === 'flv' ? name : `${type}:${name}`;
    const source = new Map(Object.entries(this.media)).get(key);
    if (source instanceof Error) return Promise.reject(source);
    return Promise.resolve(source === undefined ? undefined : this.#hold(key, source));
  }

  #hold(key: string, source: MediaSource): HeldMedia {
    let isHeld = true;
    this.held++;
    const release = (): void => {
      if (isHeld) this.held--;
      isHeld = false;
    };
    return { source, file: undefined, place: `/secret/${key}`, size: 1, release };
  }
}
