import type { RecordEnd } from '../application/recording-facts.js';
import type { RecordingListener } from '../application/recording.js';
import type { Refusal, RefusalReason } from '../application/refusal.js';
import type { NetStream } from './net-stream.js';
import type { StatusCode } from './status.js';
import { status } from './status.js';

/** Tells a publisher what becomes of the recording that it asked for, from when it knows that it publishes. */
export class RecordingStatus implements RecordingListener {
  #unsaid: (() => void)[] | undefined = [];

  constructor(
    private readonly stream: NetStream,
    /** Of the stream. */
    private readonly name: string,
  ) {}

  /** The publisher has been told that it publishes. */
  begin(): void {
    const unsaid = this.#unsaid ?? [];
    this.#unsaid = undefined;
    for (const say of unsaid) say();
  }

  recordingStarted(): void {
    this.#say('NetStream.Record.Start', `Recording ${this.name}.`);
  }

  recordingRefused({ reason, description }: Refusal): void {
    this.#say(REFUSED[reason] ?? 'NetStream.Record.NoAccess', description);
  }

  recordingEnded(why: RecordEnd): void {
    const [code, text] = ENDED[why];
    this.#say(code, `${text} ${this.name}.`);
  }

  #say(code: StatusCode, description: string): void {
    if (this.#unsaid !== undefined) {
      this.#unsaid.push(() => this.#say(code, description));
      return;
    }
    const { connection, id } = this.stream;
    if (connection.isClosed) return;
    const fields = { details: this.name, clientid: connection.client.id };
    connection.send.onStatus(id, status(code, description, fields));
  }
}

const REFUSED: Partial<Record<RefusalReason, StatusCode>> = {
  limit: 'NetStream.Record.DiskQuotaExceeded',
  failed: 'NetStream.Record.Failed',
};

const STOPPED = ['NetStream.Record.Stop', 'Stopped recording'] as const;
const EXCEEDED = ['NetStream.Record.DiskQuotaExceeded', 'No more may be recorded of'] as const;
const FAILED = ['NetStream.Record.Failed', 'Failed to record'] as const;

const ENDED: Readonly<Record<RecordEnd, readonly [StatusCode, string]>> = {
  unpublished: STOPPED,
  stopped: STOPPED,
  limit: EXCEEDED,
  quota: EXCEEDED,
  'disk-full': EXCEEDED,
  'too-slow': FAILED,
  failed: FAILED,
};
