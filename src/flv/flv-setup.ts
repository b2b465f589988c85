import { classify } from '../media/classify.js';
import type { MediaFile } from '../media/media-file.js';
import type { MediaMessage } from '../media/media-message.js';
import type { TagPlace } from './flv-index.js';
import { FlvParser } from './flv-parser.js';
import { flvMessage, TAG_HEADER_SIZE } from './flv-tag.js';

/** Configurations that are kept once they were read; files seldom have more than two. */
const MAX_KEPT = 64;

/** Reads the configurations of a file: sequence headers, colours, channels. */
export class FlvSetup {
  readonly #kept = new Map<number, MediaMessage>();

  constructor(private readonly file: MediaFile) {}

  /** Those of `places` that are in force after all of them, at `time` (milliseconds). */
  async at(places: readonly TagPlace[], time: number): Promise<readonly MediaMessage[]> {
    const inForce = new Map<string, MediaMessage>();
    for (const place of places) {
      const message = await this.#read(place);
      if (message === undefined) continue;
      const { configurationKey, outdatedKeys } = classify(message);
      if (configurationKey === undefined) continue;
      for (const key of outdatedKeys) if (key !== configurationKey) inForce.delete(key);
      inForce.set(configurationKey, message);
    }
    return [...inForce.values()].map((message) => message.at(time));
  }

  async #read({ offset, size }: TagPlace): Promise<MediaMessage | undefined> {
    const known = this.#kept.get(offset);
    if (known !== undefined) return known;
    const parser = new FlvParser({ from: { offset, is: 'tag' } });
    parser.receive(await this.file.read(offset, TAG_HEADER_SIZE + size));
    const tag = parser.read();
    if (tag === undefined) return undefined;
    const message = flvMessage(tag);
    if (this.#kept.size < MAX_KEPT) this.#kept.set(offset, message);
    return message;
  }
}
