import type { MediaMessage } from '../../src/media/media-message.js';
import type { RecorderEnd, RecorderListener } from '../../src/stream/recorder.js';
import type { RecordingFile, RecordingHead } from '../../src/stream/recording-file.js';
import { describeMedia } from './media-payloads.js';

/** A file in memory that a recorder writes into. */
export class FakeRecordingFile implements RecordingFile {
  queuedBytes = 0;
  isOver = false;
  readonly messages: MediaMessage[] = [];

  constructor(
    readonly head: RecordingHead,
    /** What it cannot hold. */
    private readonly refuses: (line: string) => boolean,
  ) {}

  /** `video 40 key k1`: what is in it, as lines. */
  get lines(): string[] {
    return this.messages.map(lineOf);
  }

  get setup(): string[] {
    return this.head.setup.map(lineOf);
  }

  write(message: MediaMessage): boolean {
    if (this.isOver) throw new Error('the file is over');
    if (this.refuses(lineOf(message))) return false;
    this.messages.push(message);
    return true;
  }

  flush(): Promise<boolean> {
    return Promise.resolve(true);
  }

  end(): void {
    this.isOver = true;
  }
}

/** Keeps the files of a recorder, and what it says. */
export class FakeRecording implements RecorderListener {
  readonly files: FakeRecordingFile[] = [];
  readonly news: (RecorderEnd | 'unpublished')[] = [];
  /** What the first file cannot hold, by its line. */
  refuses: (line: string) => boolean = () => false;

  open(head: RecordingHead): FakeRecordingFile {
    const isFirst = this.files.length === 0;
    const file = new FakeRecordingFile(head, (line) => isFirst && this.refuses(line));
    this.files.push(file);
    return file;
  }

  unpublished(): void {
    this.news.push('unpublished');
  }

  ended(why: RecorderEnd): void {
    this.news.push(why);
  }
}

function lineOf({ kind, timestamp, payload }: MediaMessage): string {
  return `${kind} ${timestamp} ${describeMedia(kind, payload)}`;
}
