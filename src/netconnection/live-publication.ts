import type { StreamName } from '../application/stream-name.js';
import type { RtmpMessage } from '../rtmp/message.js';
import type { LiveInput } from '../stream/live-input.js';
import type { Dismissal, Publisher } from '../stream/publisher.js';
import type { NetStream } from './net-stream.js';
import { receivedMedia } from './received-media.js';
import { status } from './status.js';
import type { Publication } from './stream-use.js';

/** A NetStream that publishes: brings what the client sends to the live stream. */
export class LivePublication implements Publication, Publisher {
  #input: LiveInput | undefined;

  constructor(
    private readonly stream: NetStream,
    readonly name: StreamName,
  ) {}

  get clientId(): string {
    return this.stream.connection.client.id;
  }

  begin(input: LiveInput): void {
    this.#input = input;
  }

  isAlive(timeout: number): Promise<boolean> {
    return this.stream.connection.isAlive(timeout);
  }

  dismissed(why: Dismissal): void {
    this.#input = undefined;
    const { connection, id } = this.stream;
    if (why === 'no-answer') return connection.close('ping-timeout');
    connection.instance.publications.unpublish(this, false);
    const { name } = this.name;
    const fields = { details: name, clientid: this.clientId };
    connection.send.onStatus(
      id,
      status('NetStream.Publish.BadName', `${name} was taken over by another publisher.`, fields),
    );
  }

  receive(message: RtmpMessage): void {
    const received = receivedMedia(message);
    if (received === undefined) return;
    switch (received.what) {
      case 'media':
      case 'data':
        return this.#input?.receive(received.message);
      case 'frame':
        return this.#input?.setDataFrame(received.handler, received.message);
      case 'clear':
        return this.#input?.clearDataFrame(received.handler);
    }
  }

  end(lost: boolean): void {
    if (this.#input === undefined) return;
    this.#input = undefined;
    this.stream.connection.instance.publications.unpublish(this, lost);
  }
}
