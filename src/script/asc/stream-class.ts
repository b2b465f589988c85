import type { ServerOperations } from '../protocol/server-operations.js';
import { asText } from './as-text.js';
import type { AscRuntime } from './asc-runtime.js';

type StreamOption = Parameters<ServerOperations['stream.option']>[1];

/** What a Stream is made with. */
export class StreamMeans {
  /** What follows the question mark in the name that it is published by. */
  query = '';
  /** The script has asked for it, or has done something with it: it is kept. */
  isUsed = false;

  constructor(
    readonly runtime: AscRuntime,
    /** As the server knows it: with its prefix, but for `flv:`. */
    readonly key: string,
    /** The number of a NetConnection. */
    readonly connectionOf: (value: unknown) => number | undefined,
  ) {}
}

const defaultStart = -2;

/** `Stream` of server-side ActionScript. */
export class Stream {
  readonly #means: StreamMeans;
  readonly #options = new Map<StreamOption, number | boolean>([
    ['maxQueueDelay', 0],
    ['maxQueueSize', 0],
    ['syncWrite', false],
    ['receiveAudio', true],
    ['receiveVideo', true],
  ]);
  #bufferTime = 0;
  #generateCCInfo = false;

  constructor(means?: unknown) {
    if (!(means instanceof StreamMeans)) throw new TypeError('use Stream.get(name)');
    this.#means = means;
  }

  /** The means of a Stream; undefined of anything else. */
  static meansOf(value: unknown): StreamMeans | undefined {
    return typeof value === 'object' && value !== null && #means in value ? value.#means : undefined;
  }

  /** Without prefix. */
  get name(): string {
    const { key } = this.#means;
    return key.slice(key.indexOf(':') + 1);
  }

  /** `flv`, `mp4`, … */
  get type(): string {
    const { key } = this.#means;
    return key.includes(':') ? key.slice(0, key.indexOf(':')) : 'flv';
  }

  get publishQueryString(): string {
    return this.#means.query;
  }

  /** Seconds. */
  get bufferTime(): number {
    return this.#bufferTime;
  }

  get maxQueueDelay(): unknown {
    return this.#options.get('maxQueueDelay');
  }

  set maxQueueDelay(milliseconds: unknown) {
    this.#setOption('maxQueueDelay', Number(milliseconds));
  }

  get maxQueueSize(): unknown {
    return this.#options.get('maxQueueSize');
  }

  set maxQueueSize(bytes: unknown) {
    this.#setOption('maxQueueSize', Number(bytes));
  }

  get syncWrite(): unknown {
    return this.#options.get('syncWrite');
  }

  set syncWrite(value: unknown) {
    this.#setOption('syncWrite', Boolean(value));
  }

  get receiveAudio(): unknown {
    return this.#options.get('receiveAudio');
  }

  set receiveAudio(value: unknown) {
    this.#setOption('receiveAudio', Boolean(value));
  }

  get receiveVideo(): unknown {
    return this.#options.get('receiveVideo');
  }

  set receiveVideo(value: unknown) {
    this.#setOption('receiveVideo', Boolean(value));
  }

  get generateCCInfo(): boolean {
    return this.#generateCCInfo;
  }

  set generateCCInfo(value: unknown) {
    this.#generateCCInfo = Boolean(value);
    if (this.#generateCCInfo) this.#means.runtime.warn('Stream.generateCCInfo has no effect: captions are not read');
  }

  /**
   * Plays a live stream or a file as this stream; false or '' ends that.
   *
   * @param start -2: live, else recorded, else it waits; -1: live only; from 0 on: recorded, from that second
   * @param length seconds; -1: to the end; 0: one frame
   * @param reset false, 0: behind what plays; true, 1: in its place; 2 and 3: the same, all data messages at once
   */
  play(
    name?: unknown,
    start: unknown = defaultStart,
    length: unknown = -1,
    reset: unknown = true,
    connection?: unknown,
    virtualKey?: unknown,
  ): boolean {
    const { runtime, key, connectionOf } = this.#used;
    if (name === undefined || name === null || name === false || name === '') {
      return runtime.nowOr(false, 'stream.stop', key);
    }
    const from = number(start, defaultStart);
    return runtime.nowOr(false, 'stream.play', key, asText(name), {
      start: from >= 0 || from === -1 ? from : defaultStart,
      length: Math.max(number(length, -1), -1),
      reset: resetOf(reset),
      connection: connectionOf(connection),
      virtualKey: virtualKey === undefined || virtualKey === null ? '' : asText(virtualKey),
    });
  }

  playFromGroup(): boolean {
    this.#means.runtime.warn('Stream.playFromGroup did nothing: this server has no groups of peers');
    return false;
  }

  /**
   * @param mode `record`, `append`, `appendWithGap`; false ends it
   * @param maxDuration seconds; -1, which is the default: as long as the application allows; 0, -2: as it is configured
   * @param maxSize kilobytes, in the same way
   */
  record(mode: unknown = 'record', maxDuration?: unknown, maxSize?: unknown): boolean {
    const { runtime, key } = this.#used;
    if (mode === false) return runtime.nowOr(false, 'stream.stopRecording', key);
    if (mode !== 'record' && mode !== 'append' && mode !== 'appendWithGap') {
      runtime.warn(`Stream.record takes "record", "append", "appendWithGap" or false, not ${asText(mode)}`);
      return false;
    }
    return runtime.nowOr(false, 'stream.record', key, mode, number(maxDuration, -1), number(maxSize, -1));
  }

  send(handler: unknown, ...args: unknown[]): boolean {
    const { runtime, key } = this.#used;
    if (typeof handler !== 'string' || handler === '') return false;
    runtime.tell('stream.send', key, handler, runtime.values.pack(...args));
    return true;
  }

  setBufferTime(seconds: unknown): void {
    const { runtime, key } = this.#used;
    this.#bufferTime = Math.max(number(seconds, 0), 0);
    runtime.tell('stream.setBufferTime', key, this.#bufferTime);
  }

  setVirtualPath(virtualPath: unknown, folder: unknown, virtualKey?: unknown): boolean {
    const { runtime } = this.#used;
    const forWhom = virtualKey === undefined || virtualKey === null ? '' : asText(virtualKey);
    return runtime.nowOr(false, 'stream.setVirtualPath', asText(virtualPath), asText(folder), forWhom);
  }

  clear(): boolean {
    const { runtime, key } = this.#used;
    return runtime.nowOr(false, 'stream.clear', key);
  }

  flush(): boolean {
    const { runtime, key } = this.#used;
    return runtime.nowOr(false, 'stream.flush', key);
  }

  get #used(): StreamMeans {
    this.#means.isUsed = true;
    return this.#means;
  }

  #setOption(option: StreamOption, value: number | boolean): void {
    const { runtime, key } = this.#used;
    this.#options.set(option, value);
    runtime.tell('stream.option', key, option, value);
  }
}

function number(value: unknown, otherwise: number): number {
  const converted = value === undefined || value === null ? NaN : Number(value);
  return Number.isNaN(converted) ? otherwise : converted;
}

function resetOf(value: unknown): 0 | 1 | 2 | 3 {
  const wanted = Number(value);
  return wanted === 0 || wanted === 2 || wanted === 3 ? wanted : 1;
}
