import { onTestFinished, vi } from 'vitest';
import type { MediaElementLike, MediaSourceLike, SourceBufferLike } from '../../src/client/media-source-like.js';

/** What tells of things that happen, as the DOM does. */
class Events {
  readonly #listeners = new Map<string, Set<() => void>>();

  addEventListener(type: string, listener: () => void): void {
    this.#listeners.set(type, (this.#listeners.get(type) ?? new Set()).add(listener));
  }

  removeEventListener(type: string, listener: () => void): void {
    this.#listeners.get(type)?.delete(listener);
  }

  tell(type: string): void {
    for (const listener of this.#listeners.get(type) ?? []) listener();
  }
}

/** Ranges of time: start, end, start, end. */
function ranges(...times: number[]) {
  return { length: times.length / 2, start: (i: number) => times[2 * i]!, end: (i: number) => times[2 * i + 1]! };
}

/** A SourceBuffer that writes down what it is asked for; a test says what is in it, and when it has done something. */
export class FakeSourceBuffer extends Events implements SourceBufferLike {
  updating = false;
  buffered = ranges();
  readonly done: string[] = [];
  #offset = 0;

  constructor(readonly type: string) {
    super();
  }

  get timestampOffset(): number {
    return this.#offset;
  }

  set timestampOffset(offset: number) {
    this.#offset = offset;
    this.done.push(`offset ${offset}`);
  }

  /** The type of each box is written down. */
  appendBuffer(bytes: Uint8Array): void {
    if (bytes[0] === 0xff) return this.#begin('bare');
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const boxes: string[] = [];
    for (let at = 0; at < bytes.length; at += view.getUint32(at)) {
      boxes.push(String.fromCharCode(...bytes.subarray(at + 4, at + 8)));
    }
    this.#begin(boxes.join(' '));
  }

  changeType(type: string): void {
    this.done.push(`type ${type}`);
  }

  remove(start: number, end: number): void {
    const last = this.buffered.length === 0 ? 0 : this.buffered.end(this.buffered.length - 1);
    this.buffered = end < last ? ranges(end, last) : ranges();
    this.#begin(`remove ${start} ${end}`);
  }

  /** What it was asked for last is done; and all that it is asked for then. */
  settle(): void {
    while (this.updating) {
      this.updating = false;
      this.tell('updateend');
    }
  }

  holds(...times: number[]): void {
    this.buffered = ranges(...times);
  }

  #begin(what: string): void {
    if (this.updating) throw new Error('it is updating');
    this.updating = true;
    this.done.push(what);
  }
}

export class FakeVideo extends Events implements MediaElementLike {
  src = '';
  currentTime = 0;
  playbackRate = 1;
  buffered = ranges();
  paused = false;
  error: { readonly message: string } | null = null;

  holds(...times: number[]): void {
    this.buffered = ranges(...times);
  }

  removeAttribute(): void {
    this.src = '';
  }

  load(): void {
    return;
  }

  play(): Promise<void> {
    return Promise.resolve();
  }
}

/** Puts a Media Source into the place of that of browsers, until the test is over. Answers those that are made of it. */
export function fakeMediaSources(isSupported: (type: string) => boolean = () => true): FakeMediaSource[] {
  const made: FakeMediaSource[] = [];
  vi.stubGlobal(
    'MediaSource',
    class extends FakeMediaSource {
      static isTypeSupported = isSupported;
      constructor() {
        super();
        made.push(this);
      }
    },
  );
  const created = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:it');
  const revoked = vi.spyOn(URL, 'revokeObjectURL').mockReturnValue();
  onTestFinished(() => {
    vi.unstubAllGlobals();
    for (const spy of [created, revoked]) spy.mockRestore();
  });
  return made;
}

export class FakeMediaSource extends Events implements MediaSourceLike {
  readyState = 'closed';
  duration = NaN;
  hasEnded = false;
  readonly buffers: FakeSourceBuffer[] = [];

  addSourceBuffer(type: string): FakeSourceBuffer {
    const buffer = new FakeSourceBuffer(type);
    this.buffers.push(buffer);
    return buffer;
  }

  endOfStream(): void {
    this.hasEnded = true;
  }

  open(): void {
    this.readyState = 'open';
    this.tell('sourceopen');
  }

  settle(): void {
    for (const buffer of this.buffers) buffer.settle();
  }
}
