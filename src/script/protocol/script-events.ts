import type { Packed, PlainRecord } from './bytes.js';

/**
 * What an instance of a script is told, by name: the arguments, and the answer. Where the answer is `void` nobody waits
 * for it. They come one after the other, in the order in which they happened.
 */
export interface ScriptEvents {
  /**
   * The instance was loaded: onAppStart. Fails if the script throws. With a state it takes the place of an instance
   * with older code, which handed it over: one value.
   */
  start: (state?: Packed) => Started;
  /** Newer code takes its place: what it hands over to it, one value; undefined for nothing. It is closed next. */
  suspend: () => Packed | undefined;
  /** Somebody wants in. The answer may take as long as the script likes. */
  connect: (client: ClientRecord, args: Packed) => ConnectAnswer;
  /** Also of one whose connect it has not decided; what it decides then is not heard, but is to be answered nevertheless. */
  disconnect: (client: string) => void;
  /** A client calls a method. */
  call: (client: string, method: string, args: Packed) => CallAnswer;
  /** Before it begins. What `refusal` says is told to the client; undefined: it may. `name` has its prefix, no query. */
  publish: (client: string, stream: StreamRecord, type: string) => string | undefined;
  unpublish: (client: string, stream: StreamRecord) => void;
  play: (client: string, stream: StreamRecord) => string | undefined;
  stop: (client: string, stream: StreamRecord) => void;
  /** The instance is to be unloaded: `Application.GC`, which false refuses, or `Application.Shutdown`. */
  stopping: (code: 'Application.GC' | 'Application.Shutdown') => boolean;
  /** A warning or an error of the server, for `application.onStatus`; an information object. */
  status: (info: PlainRecord) => void;
  /** A method of another server's: NetConnection of the script. One value. */
  'connection.call': (connection: number, method: string, args: Packed) => CallAnswer;
  /** An information object, one value. */
  'connection.status': (connection: number, info: Packed) => void;
  /** level, code, description, details. */
  'stream.status': (stream: string, info: PlainRecord) => void;
  'publishing.status': (publishing: number, info: PlainRecord) => void;
  'proxyStream.status': (stream: string, info: PlainRecord) => void;
  /**
   * In the order of the server. `confirmed`: so many changes of the script, `object.set` and `object.clear` in their
   * order, are in this and earlier news. `values` are those of the items, by their indices.
   */
  'object.news': (
    object: number,
    version: number,
    confirmed: number,
    items: readonly ObjectNews[],
    values: Packed,
  ) => void;
  'object.message': (object: number, handler: string, args: Packed) => void;
  'object.status': (object: number, code: string, level: string) => void;
}

/** What a script that began says of itself. */
export interface Started {
  /** What the main thread need not ask it: events other than these are not sent. Undefined: it wants all. */
  readonly handles?: readonly ScriptEvent[];
}

/** A client as it connects. */
export interface ClientRecord {
  readonly id: string;
  readonly ip: string;
  readonly port: number;
  readonly agent: string;
  readonly pageUrl: string;
  readonly referrer: string;
  readonly protocol: string;
  readonly secure: boolean;
  readonly uri: string;
  readonly query: string;
  readonly objectEncoding: 0 | 3;
  readonly isEncoder: boolean;
  readonly readAccess: string;
  readonly writeAccess: string;
  readonly audioSampleAccess: string;
  readonly videoSampleAccess: string;
  readonly virtualKey: string;
}

export interface StreamRecord {
  readonly type: string;
  /** With its prefix unless it is `flv:`, without query. */
  readonly name: string;
  readonly query: string;
}

export type ConnectAnswer =
  | { readonly answer: 'accept' }
  | {
      readonly answer: 'reject';
      readonly description: string;
      /** One value, `application` of the information object. */
      readonly data?: Packed;
      /** Where to go instead: `ex.redirect`, with code 302. */
      readonly redirect?: string;
    };

/** `absent`: there is no such method, and the server's own is used if there is one. */
export type CallAnswer =
  | { readonly answer: 'absent' }
  | { readonly answer: 'result'; readonly value: Packed }
  | { readonly answer: 'error'; readonly description: string; readonly info?: Packed };

/**
 * `success`: the script's own change is the object's now; `change`, `delete`: the property is otherwise; `reject`: what
 * the script wanted was not done, and the property is what it is; `clear`: all properties are gone.
 */
export interface ObjectNews {
  readonly code: 'change' | 'success' | 'reject' | 'delete' | 'clear';
  readonly name?: string;
  /** What the property is now: which of the values. Absent if there is none, or if it is what the script set it to. */
  readonly value?: number;
  /** The script did it itself; of `delete` and `clear`. */
  readonly own?: true;
}

export type ScriptEvent = keyof ScriptEvents;
