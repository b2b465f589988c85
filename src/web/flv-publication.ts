import type { Refusal } from '../application/refusal.js';
import { isRefusal } from '../application/refusal.js';
import type { FlvErrorCode, FlvTag } from '../flv/index.js';
import { FlvError, FlvParser } from '../flv/index.js';
import { receivedMedia } from '../netconnection/received-media.js';
import { CONNECTION_STREAM } from '../rtmp/message.js';
import type { LiveInput } from '../stream/live-input.js';
import type { Dismissal, Publisher } from '../stream/publisher.js';
import type { Timer } from '../time/clock.js';
import type { FlvClient } from './flv-client.js';
import type { FlvUse } from './flv-use.js';

/** Bytes in a row that may be no FLV; nobody publishes a damaged file. */
const MAX_GARBAGE = 64 * 1024;

/** A client that publishes a live stream as an FLV file that does not end. */
export class FlvPublication implements FlvUse, Publisher {
  readonly livePlay = undefined;
  readonly #parser = new FlvParser({ maxGarbage: MAX_GARBAGE });
  #input: LiveInput | undefined;
  #heardAt: number;
  /** A tag has come: what is sent is an FLV, with a header or without. */
  #hasTags = false;
  /** It has sent more than it may, and is not read until this is over. */
  #rest: Timer | undefined;
  #watch: Timer | undefined;

  constructor(private readonly client: FlvClient) {
    this.#heardAt = client.environment.clock.now();
  }

  get clientId(): string {
    return this.client.client.id;
  }

  get activeAt(): number {
    return this.#heardAt;
  }

  async begin(): Promise<Refusal | undefined> {
    const { client, instance, name, logger, environment } = this.client;
    const input = await instance.publications.publish(client, name, 'live', this);
    if (isRefusal(input)) return input;
    this.#input = input;
    this.#heardAt = environment.clock.now();
    this.#watchSilence();
    logger.info('publishing', { stream: name.name, type: 'live', state: input.state });
    return undefined;
  }

  /** Nobody can be asked: who publishes sends something all the time. */
  isAlive(timeout: number): Promise<boolean> {
    return Promise.resolve(this.#rest !== undefined || this.#silence < timeout);
  }

  dismissed(why: Dismissal): void {
    this.#input = undefined;
    if (why === 'no-answer') return this.client.close('ping-timeout');
    this.client.instance.publications.unpublish(this, false);
    this.client.close('dismissed', 409, `${this.client.name.name} was taken over by another publisher.`);
  }

  received(bytes: Uint8Array): void {
    const { environment, bounds } = this.client;
    const now = environment.clock.now();
    this.#heardAt = now;
    let tags = 0;
    try {
      this.#parser.receive(bytes);
      for (let tag = this.#parser.read(); tag !== undefined; tag = this.#parser.read()) {
        tags++;
        this.#take(tag);
      }
    } catch (error) {
      if (!(error instanceof FlvError)) throw error;
      return this.#refuse(error.message, error.code);
    }
    this.client.counted(tags);
    this.#hasTags ||= tags > 0;
    const wait = bounds.ingest.passed(bytes.length, tags, now);
    if (wait > 0 && !this.client.isClosed) this.#slowDown(wait);
  }

  finished(): void {
    this.#unpublish(false);
    if (!this.#hasTags && this.#parser.header === undefined) return this.#refuse('it is too short', 'not-flv');
    this.client.close('closed-by-client', 200, 'The stream has ended.');
  }

  #refuse(reason: string, code: FlvErrorCode): void {
    this.client.logger.warn('closed: what is published is no FLV', { code, error: reason });
    this.client.close('protocol-error', 400, `What was sent is no FLV: ${reason}.`);
  }

  /** Who goes without having finished is lost, and may come back. */
  end(): void {
    this.#rest?.cancel();
    this.#watch?.cancel();
    this.#unpublish(true);
  }

  #take(tag: FlvTag): void {
    // Nobody could decode it without a key.
    if (tag.filtered) return;
    const received = receivedMedia({ ...tag, messageStreamId: CONNECTION_STREAM });
    if (received === undefined) return;
    switch (received.what) {
      case 'media':
        return this.#input?.receive(received.message);
      case 'data':
        // A file has no @setDataFrame: what is to be kept for later players is known by its name.
        if (received.handler === 'onMetaData') return this.#input?.setDataFrame(received.handler, received.message);
        return this.#input?.receive(received.message);
      case 'frame':
        return this.#input?.setDataFrame(received.handler, received.message);
      case 'clear':
        return this.#input?.clearDataFrame(received.handler);
    }
  }

  #slowDown(milliseconds: number): void {
    const { stream, environment } = this.client;
    stream.pause();
    this.#rest?.cancel();
    this.#rest = environment.clock.after(milliseconds, () => {
      this.#rest = undefined;
      this.#heardAt = environment.clock.now();
      stream.resume();
    });
  }

  get #silence(): number {
    return this.client.environment.clock.now() - this.#heardAt;
  }

  #watchSilence(): void {
    const { clock, options } = this.client.environment;
    const timeout = options().publisherTimeout;
    this.#watch = clock.after(Math.max(1, timeout - this.#silence), () => {
      if (this.#rest === undefined && this.#silence >= timeout) {
        this.client.logger.warn('closed: a publisher sends nothing', { stream: this.client.name.name, timeout });
        return this.client.close('ping-timeout');
      }
      this.#watchSilence();
    });
  }

  #unpublish(lost: boolean): void {
    if (this.#input === undefined) return;
    this.#input = undefined;
    this.client.instance.publications.unpublish(this, lost);
  }
}
