import type { MediaMessage } from '../media/media-message.js';

/** How many different configurations and data frames, and bytes of them, one stream may make us keep. */
const MAX_ENTRIES = 256;
const MAX_BYTES = 4 * 1024 * 1024;

/** What a setup can be told to: a live stream. */
export interface SetupTarget {
  setDataFrame(name: string, message: MediaMessage): void;
  receive(message: MediaMessage): void;
}

/**
 * What a player needs before the first frame: the data frames set by `@setDataFrame` (onMetaData
 * first of all) and the newest codec configuration of each track.
 */
export class DecoderSetup {
  readonly #dataFrames = new Map<string, MediaMessage>();
  readonly #configurations = new Map<string, MediaMessage>();

  /** Keeps a data frame; a later one of the same name replaces it. */
  setDataFrame(name: string, message: MediaMessage): void {
    this.#keep(this.#dataFrames, name, message);
  }

  get hasDataFrames(): boolean {
    return this.#dataFrames.size > 0;
  }

  clearDataFrame(name: string): void {
    this.#dataFrames.delete(name);
  }

  /**
   * Keeps a codec configuration, and forgets those that it makes outdated (colours of the codec before).
   * Answers whether it says something else than the one before.
   */
  configure(key: string, outdatedKeys: readonly string[], message: MediaMessage): boolean {
    const before = this.#configurations.get(key);
    if (before !== undefined && sameBytes(before.payload, message.payload)) return false;
    for (const outdated of outdatedKeys) this.#configurations.delete(outdated);
    this.#keep(this.#configurations, key, message);
    return true;
  }

  /** The data frames, at `timestamp`. */
  dataFrames(timestamp: number): MediaMessage[] {
    return [...this.#dataFrames.values()].map((message) => message.at(timestamp));
  }

  /** Everything, data frames first, all at `timestamp`: a player that joins late must not be sent back in time. */
  messages(timestamp: number): MediaMessage[] {
    const configurations = [...this.#configurations.values()].map((message) => message.at(timestamp));
    return [...this.dataFrames(timestamp), ...configurations];
  }

  /** Tells everything to `target`, at `timestamp`. */
  replay(target: SetupTarget, timestamp: number): void {
    for (const [name, message] of this.#dataFrames) target.setDataFrame(name, message.at(timestamp));
    for (const message of this.#configurations.values()) target.receive(message.at(timestamp));
  }

  clearDataFrames(): void {
    this.#dataFrames.clear();
  }

  clear(): void {
    this.#dataFrames.clear();
    this.#configurations.clear();
  }

  /** What does not fit is not kept, nor what it would have replaced: that is outdated either way. */
  #keep(map: Map<string, MediaMessage>, key: string, message: MediaMessage): void {
    const replaced = map.get(key)?.payload.length ?? 0;
    const fits = this.#bytes - replaced + message.payload.length <= MAX_BYTES;
    if (fits && (map.size < MAX_ENTRIES || map.has(key))) map.set(key, message);
    else map.delete(key);
  }

  get #bytes(): number {
    let bytes = 0;
    for (const { payload } of this.#dataFrames.values()) bytes += payload.length;
    for (const { payload } of this.#configurations.values()) bytes += payload.length;
    return bytes;
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
