import type { MediaMessage } from '../../src/media/media-message.js';
import type { IndexStore, MediaSegment, MediaSource } from '../../src/media/media-source.js';

/** All segments from a position to the end of the media. */
export async function readSegments(source: MediaSource, from: number): Promise<MediaSegment[]> {
  const segments: MediaSegment[] = [];
  for (let at: number | undefined = from; at !== undefined;) {
    const segment: MediaSegment = await source.segment(at);
    if (segment.position !== at) throw new Error(`asked for ${at}, got ${segment.position}`);
    if (segment.next !== undefined && segment.next <= at) throw new Error(`${segment.next} follows ${at}`);
    segments.push(segment);
    at = segment.next;
  }
  return segments;
}

export async function readMessages(source: MediaSource, from: number): Promise<MediaMessage[]> {
  return (await readSegments(source, from)).flatMap(({ messages }) => messages);
}

/** Keeps indexes in memory. */
export class MemoryIndexStore implements IndexStore {
  readonly kept = new Map<string, Uint8Array>();

  load(version: string): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.kept.get(version));
  }

  save(version: string, index: Uint8Array): Promise<void> {
    this.kept.set(version, index);
    return Promise.resolve();
  }
}
