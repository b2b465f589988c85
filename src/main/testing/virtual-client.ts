import type { AmfObject, AmfValue } from '../../amf/value.js';
import { OutgoingConnection } from '../../netconnection/client/outgoing-connection.js';
import type { OutgoingMeans } from '../../netconnection/client/outgoing-connection.js';
import { parseRtmpAddress } from '../../netconnection/client/rtmp-address.js';
import { CallFailedError } from '../../netconnection/responders.js';
import { answeredError } from '../../script/ts/answered-error.js';
import { fromAmf } from '../../script/ts/from-amf.js';
import { toAmf } from '../../script/ts/to-amf.js';
import type { CallAnswer } from '../../application/running-script.js';
import type { ArgumentsOf, ResultOf } from '../../script/ts/application-types.js';
import { amfText } from './amf-text.js';
import { VirtualSharedObject } from './virtual-shared-object.js';
import { VirtualStream } from './virtual-stream.js';

export interface ClientOptions {
  /** What `onConnect` gets behind the client. */
  readonly args?: readonly unknown[];
  /** What it calls itself (flashVer). */
  readonly agent?: string;
  /** swfUrl and pageUrl. */
  readonly referrer?: string;
  readonly pageUrl?: string;
  /** Behind the question mark of the address. */
  readonly query?: string;
  readonly objectEncoding?: 0 | 3;
}

/** A call of the application, as the client got it. */
export interface ReceivedCall {
  readonly method: string;
  readonly args: readonly unknown[];
}

/** The application did not let a client in. */
export class ConnectRejected extends Error {
  override readonly name = 'ConnectRejected';

  constructor(
    description: string,
    /** `info.application`: what the application passed to `reject`. */
    readonly data: unknown,
    /** Where it is sent instead; undefined if nowhere. */
    readonly redirect: string | undefined,
  ) {
    super(description);
  }
}

type ArgumentsAfterClient<Fn> = ArgumentsOf<Fn> extends [unknown, ...infer Args] ? Args : unknown[];

/** A client of the application under test. `Table` are the methods of the application. */
export class VirtualClient<Table extends object> {
  /** All that the application called, in its order. */
  readonly calls: ReceivedCall[] = [];
  /** Codes that the server said of the connection. */
  readonly statuses: string[] = [];
  readonly #answers = new Map<string, (...args: unknown[]) => unknown>();
  readonly #connection: OutgoingConnection;
  #decided: (info: AmfObject) => void = () => undefined;

  private constructor(path: string, options: ClientOptions, means: OutgoingMeans) {
    const { args = [], agent = 'LNX 32,0,0,0', referrer = '', pageUrl = '', query, objectEncoding = 3 } = options;
    const address = parseRtmpAddress(`rtmp://test/${path}${query === undefined ? '' : `?${query}`}`)!;
    const fields = { flashVer: agent, swfUrl: referrer, pageUrl };
    const request = { address, objectEncoding, fields, args: args.map(toAmf) };
    this.#connection = new OutgoingConnection(request, means, {
      status: (info) => this.#hear(info),
      call: (method, values) => this.#called(method, values),
    });
  }

  /** Resolves when the application lets it in; rejects with ConnectRejected if it does not. */
  static async connect<Table extends object>(
    path: string,
    options: ClientOptions,
    means: OutgoingMeans,
  ): Promise<VirtualClient<Table>> {
    const client = new VirtualClient<Table>(path, options, means);
    await new Promise<void>((resolve, reject) => {
      client.#decided = (info) => {
        if (info.get('code') === 'NetConnection.Connect.Success') resolve();
        else reject(rejection(info));
      };
    });
    return client;
  }

  get isConnected(): boolean {
    return this.#connection.isConnected;
  }

  /** Calls a method of the application. Rejects with a CallError. */
  async call<Name extends keyof Table & string>(
    method: Name,
    ...args: ArgumentsAfterClient<Table[Name]>
  ): Promise<ResultOf<Table[Name]>> {
    try {
      const values = args as readonly unknown[];
      return fromAmf(await this.#connection.call(method, ...values.map(toAmf))) as ResultOf<Table[Name]>;
    } catch (error) {
      throw error instanceof CallFailedError ? answeredError(error) : error;
    }
  }

  /** The arguments of each call of `method` so far. */
  received(method: string): (readonly unknown[])[] {
    return this.calls.filter((call) => call.method === method).map(({ args }) => args);
  }

  /** Answers calls of `method`, which otherwise are answered with nothing. */
  answers(method: string, answer: (...args: unknown[]) => unknown): void {
    this.#answers.set(method, answer);
  }

  /** Uses a remote shared object. Rejects if it may not. */
  sharedObject<State extends object = Record<string, unknown>>(
    name: string,
    { persistent = false }: { readonly persistent?: boolean } = {},
  ): Promise<VirtualSharedObject<State>> {
    return VirtualSharedObject.use<State>(this.#connection, name, persistent);
  }

  /** Publishes a stream. Rejects if it may not. */
  async publish(name: string, type: 'live' | 'record' | 'append' | 'appendWithGap' = 'live'): Promise<VirtualStream> {
    const stream = new VirtualStream(this.#connection);
    await stream.publish(name, type);
    return stream;
  }

  /** Plays a stream. Rejects if it may not. */
  async play(name: string): Promise<VirtualStream> {
    const stream = new VirtualStream(this.#connection);
    await stream.play(name);
    return stream;
  }

  disconnect(): void {
    this.#connection.close();
  }

  #hear(info: AmfObject): void {
    this.statuses.push(amfText(info.get('code')));
    this.#decided(info);
  }

  async #called(method: string, values: readonly AmfValue[]): Promise<CallAnswer> {
    const args = values.map(fromAmf);
    this.calls.push({ method, args });
    try {
      return { answer: 'result', value: toAmf(await this.#answers.get(method)?.(...args)) };
    } catch (error) {
      return { answer: 'error', description: error instanceof Error ? error.message : String(error) };
    }
  }
}

function rejection(info: AmfObject): ConnectRejected {
  const ex = fromAmf(info.get('ex')) as { readonly redirect?: string } | undefined;
  return new ConnectRejected(amfText(info.get('description')), fromAmf(info.get('application')), ex?.redirect);
}
