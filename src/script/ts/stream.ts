import type { PlainRecord } from '../protocol/bytes.js';
import type { InstanceServer } from './instance-server.js';
import { Listeners } from './listeners.js';
import { packValues, unpackValue } from './packed-values.js';
import { Restream } from './restream.js';
import type { StatusInfo } from './status-info.js';
import { statusInfo } from './status-info.js';

/** A `Connection` to another server. */
export interface ServerConnection {
  readonly number: number;
}

export interface PlayOptions {
  /** Seconds into recorded media; `live` for a live stream only. Left out: live if it is published, else recorded. */
  readonly start?: number | 'live';
  /** Seconds; left out: to the end. */
  readonly length?: number;
  /** The server that has it; left out: this one. */
  readonly from?: ServerConnection;
  /** Which of the virtual directories it is taken from. */
  readonly virtualKey?: string;
}

export interface RecordOptions {
  /** `record` writes a new file, which is the default. */
  readonly mode?: 'record' | 'append' | 'appendWithGap';
  /** Seconds; left out: as the application is configured. */
  readonly maxDuration?: number;
  /** Kilobytes; left out: as the application is configured. */
  readonly maxSize?: number;
}

const WHEREVER = -2;
const LIVE_ONLY = -1;
const TO_THE_END = -1;
const AS_CONFIGURED = 0;

/** A stream of the instance by its name: live, whoever publishes it, or a recording. `mp4:` and so on stand in front. */
export class Stream {
  readonly #status: Listeners<[info: StatusInfo]>;

  /** Made by the server. */
  constructor(
    readonly name: string,
    private readonly server: InstanceServer,
    private readonly closed: () => void,
  ) {
    this.#status = new Listeners(server, `onStatus of the stream ${name}`);
  }

  /** Plays `item` as this live stream, in place of what it plays. False if that cannot be. */
  play(item: string, options: PlayOptions = {}): Promise<boolean> {
    return this.#play(item, options, 1);
  }

  /** Plays `item` when what it plays has ended. */
  enqueue(item: string, options: PlayOptions = {}): Promise<boolean> {
    return this.#play(item, options, 0);
  }

  /** Plays nothing any more. */
  stop(): Promise<boolean> {
    return this.server.ask('stream.stop', this.name);
  }

  record({ mode = 'record', maxDuration, maxSize }: RecordOptions = {}): Promise<boolean> {
    const [seconds, kilobytes] = [maxDuration ?? AS_CONFIGURED, maxSize ?? AS_CONFIGURED];
    return this.server.ask('stream.record', this.name, mode, seconds, kilobytes);
  }

  stopRecording(): Promise<boolean> {
    return this.server.ask('stream.stopRecording', this.name);
  }

  /**
   * Sends it on to the application at `url` (`rtmp://`, `rtmps://`, …) whenever it is published, and tries again when
   * that fails, until the answer is ended or the instance unloaded. Rejects with a ServerError if an address is none.
   *
   * @param name of the stream there, a key more often than not; left out: as it is called here
   */
  async restream(url: string, { name = '' }: { readonly name?: string } = {}): Promise<Restream> {
    return new Restream(await this.server.ask('stream.restream', this.name, url, name), this.server);
  }

  /** Sends a data message to all who play it: their handler of that name is called. */
  send(handler: string, ...args: unknown[]): void {
    this.server.tell('stream.send', this.name, handler, packValues(args));
  }

  /** What players are told as onMetaData, those too that come later. */
  setMetadata(metadata: Readonly<Record<string, unknown>>): void {
    this.send('@setDataFrame', 'onMetaData', metadata);
  }

  /** Seconds of the recording, 0 if there is none. */
  length(virtualKey = ''): Promise<number> {
    return this.server.ask('stream.length', this.name, virtualKey);
  }

  /** Bytes of the recording, 0 if there is none. */
  size(virtualKey = ''): Promise<number> {
    return this.server.ask('stream.size', this.name, virtualKey);
  }

  /** onMetaData of the recording; undefined if there is none. */
  async metadata(): Promise<Record<string, unknown> | undefined> {
    const packed = await this.server.ask('stream.metadata', this.name);
    return packed && (unpackValue(packed) as Record<string, unknown>);
  }

  /** Deletes the recording; false if it is in use. */
  clear(): Promise<boolean> {
    return this.server.ask('stream.clear', this.name);
  }

  /** Resolves when what was recorded is on the disk. */
  flush(): Promise<boolean> {
    return this.server.ask('stream.flush', this.name);
  }

  /** Calls `listener` with what happens to the stream. Answers what ends that. */
  onStatus(listener: (info: StatusInfo) => unknown): () => void {
    if (this.#status.size === 0) this.server.tell('stream.watch', this.name);
    return this.#status.add(listener);
  }

  /** This application is done with it: what it plays ends. */
  close(): void {
    this.closed();
    this.server.tell('stream.release', this.name);
  }

  /** By the server. */
  takeStatus(info: PlainRecord): void {
    this.#status.tell(statusInfo(info));
  }

  #play(item: string, { start, length, from, virtualKey }: PlayOptions, reset: 0 | 1): Promise<boolean> {
    return this.server.ask('stream.play', this.name, item, {
      start: start === 'live' ? LIVE_ONLY : (start ?? WHEREVER),
      length: length ?? TO_THE_END,
      reset,
      connection: from?.number,
      virtualKey: virtualKey ?? '',
    });
  }
}
