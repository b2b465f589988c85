import { classify } from '../media/classify.js';
import type { MediaMessage } from '../media/media-message.js';
import { FragmentedMp4Writer } from '../mp4/fragmented-mp4-writer.js';
import type { RecordingHead } from '../stream/recording-file.js';
import { MediaEnd } from './media-end.js';
import type { RecordingFormat } from './recording-format.js';
import type { Patch } from './repair-flv.js';

/** Milliseconds of media after which a fragment ends, whether there is a key frame or not. */
const FRAGMENT_TIME = 1000;

/** A recording as fragmented MP4, each fragment of which can be played as soon as it is in the file. */
export class Mp4Recording implements RecordingFormat {
  readonly #writer = new FragmentedMp4Writer();
  readonly #mediaEnd = new MediaEnd();
  #fragmentBegan = 0;

  constructor({ metadata, setup }: RecordingHead) {
    if (metadata !== undefined) this.#writer.accept(metadata);
    for (const message of setup) this.#writer.accept(message);
  }

  get duration(): number {
    return this.#mediaEnd.time;
  }

  add(message: MediaMessage): Uint8Array[] {
    this.#writer.accept(message);
    if (message.kind === 'data') return [];
    this.#mediaEnd.add(message);
    const isOver = message.timestamp - this.#fragmentBegan >= FRAGMENT_TIME;
    if (!isOver && !classify(message).isKeyFrame) return [];
    const fragment = this.#writer.takeFragment();
    if (fragment === undefined) return [];
    this.#fragmentBegan = message.timestamp;
    return [fragment];
  }

  tail(): Uint8Array[] {
    const last = this.#writer.finish();
    return last === undefined ? [] : [last];
  }

  patches(): Patch[] {
    return [];
  }
}
