import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { RecordedFile } from '../../src/application/recording-facts.js';
import type { RecordingNews, RecordingPlace, RecordingWish } from '../../src/application/recording-store.js';
import { isRefusal } from '../../src/application/refusal.js';
import type { Refusal } from '../../src/application/refusal.js';
import { parseSafeName } from '../../src/application/safe-name.js';
import type { SafeName } from '../../src/application/safe-name.js';
import { MediaMessage } from '../../src/media/media-message.js';
import { GrowingFiles } from '../../src/storage/growing-files.js';
import { RecordingBounds } from '../../src/storage/recording-bounds.js';
import type { RecordingOptions } from '../../src/storage/recording-place.js';
import { RecordingRoom } from '../../src/storage/recording-room.js';
import type { RecordingFile } from '../../src/stream/recording-file.js';
import { ManualClock } from './manual-clock.js';
import { aac, avc } from './media-payloads.js';
import { RecordingLogger } from './recording-logger.js';

/** Hears what becomes of files, and lets a test wait for it. */
export class HeardRecording implements RecordingNews {
  readonly files: RecordedFile[] = [];
  readonly failures: { readonly why: string; readonly error?: unknown }[] = [];
  readonly begun: string[] = [];
  readonly #watchers: (() => void)[] = [];

  began(path: string): void {
    this.begun.push(path);
    this.#tell();
  }

  finished(file: RecordedFile): void {
    this.files.push(file);
    this.#tell();
  }

  failed(why: string, error?: unknown): void {
    this.failures.push({ why, error });
    this.#tell();
  }

  async until(happened: () => boolean): Promise<void> {
    while (!happened()) await new Promise<void>((resolve) => this.#watchers.push(resolve));
  }

  #tell(): void {
    for (const watcher of this.#watchers.splice(0)) watcher();
  }
}

/** Recordings in a folder of their own, which is gone after the test. */
export class TestRecordings {
  readonly clock = new ManualClock();
  readonly growing = new GrowingFiles();
  readonly log = new RecordingLogger();
  free = 1e12;
  container: RecordingWish['container'] = 'flv';
  room: RecordingRoom;

  private constructor(readonly folder: string) {
    this.room = this.#open();
  }

  static async make(): Promise<TestRecordings> {
    const folder = await mkdtemp(join(tmpdir(), 'recordings-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    return new TestRecordings(folder);
  }

  get options(): RecordingOptions {
    return {
      folder: join(this.folder, 'streams', 'live'),
      quota: Infinity,
      minFree: 0,
      flushInterval: 1000,
      syncWrite: false,
    };
  }

  path(name: string): string {
    return join(this.options.folder, '_definst_', name);
  }

  /** What another process would make of the folder. */
  restart(): void {
    this.room = this.#open();
  }

  async reserve(
    existing: RecordingWish['existing'],
    news: RecordingNews = new HeardRecording(),
    more: Partial<RecordingOptions> = {},
    names: (sequence: number) => string = (sequence) => (sequence === 1 ? 'stream' : `stream-${sequence}`),
  ): Promise<RecordingPlace | Refusal> {
    const instance = '_definst_' as SafeName;
    const name = (sequence: number) => parseSafeName(names(sequence));
    const { container } = this;
    const wish = { instance, container, extension: container, existing, name };
    return this.room.store({ ...this.options, ...more }).reserve(wish, news);
  }

  async place(...args: Parameters<TestRecordings['reserve']>): Promise<RecordingPlace> {
    const place = await this.reserve(...args);
    if (isRefusal(place)) throw new Error(place.rule);
    return place;
  }

  #open(): RecordingRoom {
    const bounds = new RecordingBounds(this.clock, () => Promise.resolve(this.free));
    return new RecordingRoom(join(this.folder, 'data'), this.clock, this.growing, this.log, bounds);
  }
}

export const setup = [new MediaMessage('video', 0, avc.header('sps')), new MediaMessage('audio', 0, aac.header('asc'))];

/** Writes `seconds` of a picture with two frames a second, a key frame first in each. */
export function writeSeconds(file: RecordingFile, label: string, seconds: number, from = 0): void {
  for (let second = from; second < from + seconds; second++) {
    file.write(new MediaMessage('video', second * 1000, avc.key(`${label}k${second}`)));
    file.write(new MediaMessage('video', second * 1000 + 500, avc.inter(`${label}p${second}`)));
  }
}
