import { asText } from './as-text.js';
import type { AscRuntime } from './asc-runtime.js';
import type { Gateway, OpenGateway } from './gateway.js';
import { isResponder, respond } from './responder.js';

/** What connections have in common: given to each when a script makes it. */
export interface NetConnectionMeans {
  readonly runtime: AscRuntime;
  readonly openGateway: OpenGateway;
  /** From then on the connection has that number. */
  opened(connection: object, number: number): void;
  nextNumber(): number;
}

/** Protocols that servers do not connect to one another by, here and, but for RTMFP, there. */
const refused = /^(?:rtmpt|rtmpe|rtmpte|rtmpts|rtmfp):/i;

/** What the members of RTMFP say, as long as there is none. */
const none = '';

/** `NetConnection` of server-side ActionScript, of one realm: its constructor is what scripts call. */
export class NetConnection {
  readonly #means: NetConnectionMeans;
  #number: number | undefined;
  #gateway: Gateway | undefined;
  #uri = '';
  #isConnected = false;
  #objectEncoding: 0 | 3 = 3;

  constructor(means: NetConnectionMeans) {
    this.#means = means;
  }

  /** Whether it is one, connected or not. */
  static is(value: unknown): value is NetConnection {
    return typeof value === 'object' && value !== null && #number in value;
  }

  /** The number of its connection to another server; undefined if it has none, and of anything else. */
  static numberOf(value: unknown): number | undefined {
    return NetConnection.is(value) ? value.#number : undefined;
  }

  /** What the server says of the connection. */
  static told(connection: NetConnection, code: unknown): void {
    connection.#isConnected = code === 'NetConnection.Connect.Success' || (connection.#isConnected && isHarmless(code));
    if (!connection.#isConnected) connection.#number = undefined;
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  get uri(): string {
    return this.#uri;
  }

  get objectEncoding(): number {
    return this.#objectEncoding;
  }

  /** 0 or 3; of the next connect. */
  set objectEncoding(encoding: unknown) {
    this.#objectEncoding = Number(encoding) === 0 ? 0 : 3;
  }

  get farID(): string {
    return none;
  }

  get farNonce(): string {
    return none;
  }

  get nearAddress(): string {
    return none;
  }

  get nearID(): string {
    return none;
  }

  get nearNonce(): string {
    return none;
  }

  get rtmfpBindAddresses(): string {
    return none;
  }

  get rtmfpEndpointName(): string {
    return none;
  }

  /** To `rtmp://` or `rtmps://`, of which onStatus tells; or to a gateway at `http://` or `https://`. */
  connect(uri?: unknown, ...args: unknown[]): boolean {
    const { runtime } = this.#means;
    this.close();
    if (uri === undefined || uri === null) return false;
    const text = asText(uri);
    this.#uri = text;
    if (/^https?:/i.test(text)) {
      this.#gateway = this.#means.openGateway(text, this);
      this.#isConnected = true;
      return true;
    }
    if (refused.test(text) || !/^rtmps?:/i.test(text)) {
      this.#failed(`${text}: a server connects by rtmp://, rtmps://, http:// and https://`);
      return false;
    }
    const number = this.#means.nextNumber();
    this.#number = number;
    this.#means.opened(this, number);
    const packed = runtime.values.pack(...args);
    const isBegun = runtime.nowOr(false, 'connection.open', number, text, packed, this.#objectEncoding);
    if (!isBegun) this.#number = undefined;
    return isBegun;
  }

  /** Before the connection is there too: it is sent then. */
  call(method: unknown, responder?: unknown, ...args: unknown[]): boolean {
    const { runtime } = this.#means;
    const name = asText(method);
    const answered = isResponder(responder) ? responder : undefined;
    if (this.#gateway !== undefined) {
      this.#gateway.call(name, answered, args);
      return true;
    }
    if (this.#number === undefined) return false;
    const packed = runtime.values.pack(...args);
    if (answered === undefined) runtime.tell('connection.call', this.#number, name, packed, false);
    else {
      runtime.ask('connection.call', [this.#number, name, packed, true], (error, answer) =>
        respond(runtime, answered, error, answer),
      );
    }
    return true;
  }

  /** Of a gateway: RTMP has had no use for headers. */
  addHeader(name: unknown, mustUnderstand?: unknown, value?: unknown): void {
    if (this.#gateway !== undefined) this.#gateway.addHeader(asText(name), Boolean(mustUnderstand), value);
    else
      this.#means.runtime.warn('NetConnection.addHeader had no effect: it is for connections to http:// and https://');
  }

  close(): void {
    this.#gateway?.close();
    this.#gateway = undefined;
    if (this.#number !== undefined) this.#means.runtime.tell('connection.close', this.#number);
    this.#number = undefined;
    this.#isConnected = false;
  }

  #failed(description: string): void {
    const { runtime } = this.#means;
    const info = { level: 'error', code: 'NetConnection.Connect.Failed', description };
    runtime.warn(description);
    runtime.later(0, () => runtime.handle(this, 'onStatus', info));
  }
}

/** What is said of a connection that goes on. */
function isHarmless(code: unknown): boolean {
  return typeof code === 'string' && !code.startsWith('NetConnection.Connect.');
}
