import type { RecordEnd } from '../application/recording-facts.js';
import type { RecordingListener } from '../application/recording.js';
import type { Refusal } from '../application/refusal.js';
import type { NetStream } from './net-stream.js';
import { endedRecording, refusedRecording } from './recording-codes.js';
import type { StatusCode } from './status.js';
import { status } from './status.js';

/** Tells a publisher what becomes of the recording that it asked for, from when it knows that it publishes. */
export class RecordingStatus implements RecordingListener {
  #unsaid: (() => void)[] | undefined = [];

  constructor(
    private readonly stream: NetStream,
    /** Of the stream. */
    private readonly name: string,
    readonly limits: { readonly maxDuration: number; readonly maxSize: number },
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

  recordingRefused(refusal: Refusal): void {
    this.#say(...refusedRecording(refusal));
  }

  recordingEnded(why: RecordEnd): void {
    this.#say(...endedRecording(why, this.name));
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
