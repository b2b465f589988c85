import { MediaMessage } from '../../src/media/media-message.js';
import type { SlateSource } from '../../src/storage/slate-files.js';
import { StorageError } from '../../src/storage/storage-error.js';
import type { Slate } from '../../src/stream/slate.js';
import { SlateBuilder } from '../../src/stream/slate-builder.js';
import { avc } from './media-payloads.js';

export function slateOf(messages: readonly MediaMessage[]): Slate {
  const builder = new SlateBuilder();
  for (const message of messages) builder.add(message);
  return builder.build();
}

/** A round of a second: a key frame, and 500 ms later an inter frame, labelled with `name`. */
export function avcSlate(name: string): Slate {
  const video = (time: number, payload: Uint8Array) => new MediaMessage('video', time, payload);
  return slateOf([video(0, avc.header(name)), video(0, avc.key(`${name}1`)), video(500, avc.inter(`${name}2`))]);
}

/** Slates by their path, without files; what is not there cannot be shown. */
export class SlateShelf implements SlateSource {
  readonly slates = new Map<string, Slate>();
  /** Paths that were asked for, in order. */
  readonly loaded: string[] = [];

  load(path: string): Promise<Slate> {
    this.loaded.push(path);
    const slate = this.slates.get(path.replace(/^.*\//, ''));
    return slate === undefined ? Promise.reject(new StorageError('there is no such file')) : Promise.resolve(slate);
  }

  version(): Promise<string> {
    return Promise.resolve('1');
  }
}
