import type { MediaFile } from '../../src/media/media-file.js';

/** The layout of {@link EndlessFlvFile}: a tag every 40 ms, all of one size, a key frame each two seconds. */
const HEADER = 13;
const PAYLOAD = 20_000;
const TAG = 11 + PAYLOAD + 4;
const FRAME = 40;
const GOP = 50;

/** An FLV file of any size that lies nowhere: what is read of it is made then. It counts what is read. */
export class EndlessFlvFile implements MediaFile {
  readonly version = 'endless';
  readonly isGrowing = false;
  readonly size: number;
  reads = 0;
  bytesRead = 0;
  largestRead = 0;

  constructor(readonly frames: number) {
    this.size = HEADER + frames * TAG;
  }

  /** Milliseconds from one key frame to the next. */
  static readonly keyFrameDistance = FRAME * GOP;

  get lastTime(): number {
    return (this.frames - 1) * FRAME;
  }

  static offsetAt(time: number): number {
    return HEADER + Math.floor(time / FRAME) * TAG;
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size - offset)));
    this.reads++;
    this.bytesRead += bytes.length;
    this.largestRead = Math.max(this.largestRead, length);
    this.#copy(offset, bytes, 0, [0x46, 0x4c, 0x56, 1, 1, 0, 0, 0, 9]);
    const first = Math.max(0, Math.floor((offset - HEADER) / TAG));
    const last = Math.min(this.frames - 1, Math.floor((offset + bytes.length - HEADER) / TAG));
    for (let frame = first; frame <= last; frame++) this.#frame(offset, bytes, frame);
    return Promise.resolve(bytes);
  }

  refresh(): Promise<void> {
    return Promise.resolve();
  }

  #frame(offset: number, bytes: Uint8Array, frame: number): void {
    const at = HEADER + frame * TAG;
    const time = frame * FRAME;
    const first = frame % GOP === 0 ? 0x12 : 0x22;
    const header = [9, ...u24(PAYLOAD), ...u24(time & 0xffffff), time >>> 24, 0, 0, 0, first];
    this.#copy(offset, bytes, at, header);
    this.#copy(offset, bytes, at + TAG - 4, [0, ...u24(PAYLOAD + 11)]);
  }

  #copy(offset: number, target: Uint8Array, at: number, values: readonly number[]): void {
    for (const [i, value] of values.entries()) {
      const index = at + i - offset;
      if (index >= 0 && index < target.length) target[index] = value;
    }
  }
}

function u24(value: number): readonly number[] {
  return [(value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff];
}
