import type { ScriptFileFacts, ScriptFileMode } from '../../storage/script-files.js';

/**
 * What the thread of a script does that a script cannot do itself: files, HTTP, sockets, and work on bytes. As in
 * GuestHost only numbers, texts, bytes, and lists and records of these pass. None of them throws: what failed is an
 * answer. All ends when the instance does.
 */
export interface ScriptServices {
  readonly files: ScriptFileService;
  readonly http: ScriptHttpService;
  readonly sockets: ScriptSocketService;
  readonly bytes: ScriptByteService;
}

/**
 * The files of an application, at once. Paths are those of scripts: `/` is the application's folder, the first segment
 * may be a virtual folder. Of what is not there, what may not be used and what the system refuses the answer is
 * undefined or false.
 */
export interface ScriptFileService {
  stat(path: string): ScriptFileFacts | undefined;
  /** Names of what is in a folder. */
  list(path: string): string[] | undefined;
  /** @returns undefined if it cannot be opened, or too many are open */
  open(path: string, mode: ScriptFileMode): number | undefined;
  /** As many bytes as are there, `length` at most. */
  read(file: number, position: number, length: number): Uint8Array | undefined;
  /** Answers where the next byte comes; a file for appending is written to at its end, whatever `position` is. */
  write(file: number, position: number, bytes: Uint8Array): number | undefined;
  size(file: number): number | undefined;
  flush(file: number): boolean;
  close(file: number): boolean;
  /** Fails if there is something of that name, as the next two do. */
  copy(from: string, to: string): boolean;
  rename(from: string, to: string): boolean;
  makeFolder(path: string): boolean;
  /** A folder that is not empty only with `recursive`. */
  remove(path: string, recursive: boolean): boolean;
}

export interface ScriptHttpService {
  /**
   * @param told once, in a later turn
   * @returns the number by which it is cancelled; `told` is not called then
   */
  request(request: ScriptHttpRequest, told: (answer: ScriptHttpAnswer) => void): number;
  cancel(request: number): void;
}

export interface ScriptHttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  /** Of a POST. */
  readonly body: Uint8Array;
}

export type ScriptHttpAnswer =
  | {
      readonly status: number;
      /** The media type, in lower case and without its parameters; empty if none was named. */
      readonly type: string;
      readonly body: Uint8Array;
    }
  /** There was no answer; what a person is told. */
  | { readonly error: string };

export interface ScriptSocketService {
  /**
   * Connects by TCP, or by TLS. `told` hears `open` once, `bytes` as they come, and at last `close`, with a reason if it
   * broke or could not be made; nothing after {@link close}.
   */
  connect(host: string, port: number, secure: boolean, told: ScriptSocketListener): number;
  /** Goes on by TLS, of which `told` hears `secure`. False if it is not open, or speaks TLS already. */
  startTls(socket: number, host: string): boolean;
  /** False if it is not open, or what waits to be sent is too much. */
  send(socket: number, bytes: Uint8Array): boolean;
  /** What was sent before is sent. */
  close(socket: number): void;
}

export type ScriptSocketListener = (event: 'open' | 'secure' | 'bytes' | 'close', value?: Uint8Array | string) => void;

export interface ScriptByteService {
  /** By zlib, as ByteArray does; undefined if the result would be too long. */
  compress(bytes: Uint8Array): Uint8Array | undefined;
  /** Undefined if these are no such bytes, or the result would be too long. */
  uncompress(bytes: Uint8Array): Uint8Array | undefined;
}
