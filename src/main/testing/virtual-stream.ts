import type { AmfObject } from '../../amf/value.js';
import { Amf0Decoder } from '../../amf/amf0-decoder.js';
import { ByteReader } from '../../bytes/byte-reader.js';
import type { MediaMessage } from '../../media/media-message.js';
import type { OutgoingConnection } from '../../netconnection/client/outgoing-connection.js';
import type { OutgoingStream } from '../../netconnection/client/outgoing-stream.js';
import { fromAmf } from '../../script/ts/from-amf.js';
import { toAmf } from '../../script/ts/to-amf.js';
import { amfText } from './amf-text.js';
import type { SentMessage } from './virtual-shared-object.js';

/** A NetStream of a client, which publishes or plays. */
export class VirtualStream {
  /** Codes that the server said, in their order: `NetStream.Play.Start`, … */
  readonly statuses: string[] = [];
  /** Data messages that came with what is played, in their order. */
  readonly data: SentMessage[] = [];
  readonly #stream: OutgoingStream;
  #settle: (code: string, description: string) => void = () => undefined;

  constructor(connection: OutgoingConnection) {
    this.#stream = connection.stream({
      status: (info) => this.#hear(info),
      playStatus: (info) => this.#hear(info),
      media: (message) => this.#take(message),
    });
  }

  /** Resolves when the server agrees; rejects with what it says against it. */
  publish(name: string, type: 'live' | 'record' | 'append' | 'appendWithGap'): Promise<void> {
    const begun = this.#begins('NetStream.Publish.Start');
    this.#stream.publish(name, type);
    return begun;
  }

  /** Resolves when the server plays it, or waits for its publisher; rejects with what it says against it. */
  play(name: string): Promise<void> {
    const begun = this.#begins('NetStream.Play.Start');
    this.#stream.play({ name, start: 'any', length: undefined });
    return begun;
  }

  /** Sends a data message with what is published. */
  send(handler: string, ...args: unknown[]): void {
    this.#stream.send(handler, ...args.map(toAmf));
  }

  close(): void {
    this.#stream.close();
  }

  #begins(wanted: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#settle = (code, description) => {
        if (code === wanted) resolve();
        else if (/Failed|BadName|Denied|NotFound|NoAccess/.test(code)) reject(new Error(`${code}: ${description}`));
      };
    });
  }

  #hear(info: AmfObject): void {
    const code = amfText(info.get('code'));
    this.statuses.push(code);
    this.#settle(code, amfText(info.get('description')));
  }

  #take({ kind, payload }: MediaMessage): void {
    if (kind !== 'data') return;
    const [handler, ...args] = new Amf0Decoder(new ByteReader(payload)).readAll();
    this.data.push({ handler: amfText(handler), args: args.map(fromAmf) });
  }
}
