import { resolve } from 'node:path';
import type { ApplicationInstance } from '../../application/application-instance.js';
import { liveName, parseStreamName } from '../../application/stream-name.js';
import type { LiveSource } from '../../stream/playlist-item.js';
import { unpack } from '../protocol/pack.js';
import type { StreamPlayOptions } from '../protocol/server-operations.js';
import { clearStreams } from './clear-streams.js';
import { mediaLength, mediaMetadata, mediaSize } from './media-questions.js';
import type { OperationHandlers } from './operation-handlers.js';
import type { RemoteBuffer } from './remote-buffer.js';
import { ScriptStream } from './script-stream.js';
import { streamItem } from './stream-item.js';
import type { OperationFamily, TellScript } from './operation-family.js';

/** Streams that the script of one instance may use at a time. */
const MAX_STREAMS = 10_000;

/** What operations on streams need beside their instance. */
export interface StreamMeans {
  /** Absolute: of the application. Where relative folders of a script begin. */
  readonly folder: string;
  /** What is played from the server of a connection; undefined if there is no such connection. */
  remote(connection: number, options: StreamPlayOptions, buffer: RemoteBuffer): LiveSource | undefined;
}

/** Serves what a script asks of streams. Its streams are called as `liveName` has them, in `stream.status` too. */
export class StreamOperations implements OperationFamily {
  readonly #streams = new Map<string, ScriptStream>();

  constructor(
    private readonly instance: ApplicationInstance,
    private readonly tell: TellScript,
    private readonly means: StreamMeans,
  ) {}

  readonly handlers = {
    'application.clearStreams': (path) => clearStreams(this.instance, path, this.tell),
    'stream.watch': (stream) => this.#open(stream)?.watch(),
    'stream.release': (stream) => this.#release(stream),
    'stream.play': (stream, item, options) => this.#play(stream, item, options),
    'stream.stop': (stream) => this.#find(stream)?.stop() ?? false,
    'stream.record': (stream, mode, maxDuration, maxSize) => {
      const limits = { ...limit('maxDuration', maxDuration, 1000), ...limit('maxSize', maxSize, 1024) };
      return this.#open(stream)?.record({ mode, ...limits }) ?? false;
    },
    'stream.stopRecording': async (stream) => {
      const wasRecorded = this.#find(stream)?.stopRecording() ?? false;
      await this.#written(stream);
      return wasRecorded;
    },
    'stream.send': (stream, handler, args) => this.#open(stream)?.send(handler, unpack(args)) ?? false,
    'stream.clear': (stream) => this.#open(stream)?.clear() ?? false,
    'stream.flush': (stream) => this.#find(stream)?.flush() ?? false,
    'stream.setBufferTime': (stream, seconds) => {
      this.#open(stream)?.buffer.set(seconds);
    },
    'stream.setVirtualPath': (virtualPath, folder, virtualKey) => this.#addDirectory(virtualPath, folder, virtualKey),
    'stream.option': (stream, option, value) => this.#set(stream, option, value),
    'stream.length': async (stream, virtualKey) => {
      await this.#written(stream);
      return mediaLength(this.instance, stream, virtualKey);
    },
    'stream.size': async (stream, virtualKey) => {
      await this.#written(stream);
      return mediaSize(this.instance, stream, virtualKey);
    },
    'stream.metadata': async (stream) => {
      await this.#written(stream);
      return mediaMetadata(this.instance, stream);
    },
  } satisfies OperationHandlers;

  /** The script is gone: what it plays and records ends. */
  close(): void {
    for (const stream of this.#streams.values()) stream.close();
    this.#streams.clear();
  }

  /** A recording that has just ended counts as media at once, as its script expects. */
  async #written(stream: string): Promise<void> {
    const name = parseStreamName(stream);
    if (name !== undefined) await this.instance.recordings.written(name);
  }

  #play(stream: string, item: string, options: StreamPlayOptions): boolean {
    const used = this.#open(stream);
    if (used === undefined) return false;
    if (parseStreamName(item) === undefined) {
      used.say('NetStream.Play.Failed', 'Failed to play; that is no name of a stream.', item);
      return false;
    }
    const { connection, reset } = options;
    const from = connection === undefined ? undefined : this.means.remote(connection, options, used.buffer);
    if (connection !== undefined && from === undefined) {
      used.say('NetStream.Play.Failed', `Failed to play ${item}; there is no such connection.`, item);
      return false;
    }
    return used.play(streamItem(item, options, used.wants, from), reset === 1 || reset === 3);
  }

  #addDirectory(virtualPath: string, folder: string, virtualKey: string): boolean {
    if (folder === '') return false;
    const dir = resolve(this.means.folder, folder);
    return this.instance.media.addDirectory({
      prefix: virtualPath,
      dir,
      ...(virtualKey === '' ? {} : { virtualKey }),
    });
  }

  #set(stream: string, option: StreamOption, value: number | boolean): void {
    const used = this.#open(stream);
    if (used === undefined) return;
    switch (option) {
      case 'maxQueueDelay':
      case 'maxQueueSize':
        return used.hold({ [option]: Math.max(0, Number(value) || 0) });
      case 'syncWrite':
        used.syncWrite = Boolean(value);
        return;
      case 'receiveAudio':
        used.wants.audio = Boolean(value);
        return;
      case 'receiveVideo':
        used.wants.video = Boolean(value);
    }
  }

  #release(stream: string): void {
    const name = parseStreamName(stream);
    this.#find(stream)?.close();
    if (name !== undefined) this.#streams.delete(liveName(name));
  }

  #find(stream: string): ScriptStream | undefined {
    const name = parseStreamName(stream);
    return name && this.#streams.get(liveName(name));
  }

  /** Undefined for what is no name of a stream. Throws an Error if there are too many. */
  #open(stream: string): ScriptStream | undefined {
    const name = parseStreamName(stream);
    if (name === undefined) return undefined;
    const key = liveName(name);
    const known = this.#streams.get(key);
    if (known !== undefined) return known;
    if (this.#streams.size >= MAX_STREAMS) {
      throw new Error(`this instance uses ${MAX_STREAMS} streams already: Stream.destroy lets go of one`);
    }
    const made = new ScriptStream(this.instance, name, (info) => this.tell('stream.status', key, info));
    this.#streams.set(key, made);
    return made;
  }
}

type StreamOption = 'maxQueueDelay' | 'maxQueueSize' | 'syncWrite' | 'receiveAudio' | 'receiveVideo';

/** 0 and -2 are what is configured, -1 is as much as there may be. */
function limit(
  name: 'maxDuration' | 'maxSize',
  wanted: number,
  unit: number,
): Partial<Record<typeof name, number | 'cap'>> {
  if (wanted > 0) return { [name]: wanted * unit };
  return wanted === -1 ? { [name]: 'cap' } : {};
}
