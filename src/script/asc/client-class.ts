import type { ServerOperations } from '../protocol/server-operations.js';
import { asText } from './as-text.js';
import type { AscRuntime } from './asc-runtime.js';
import { isResponder, respond } from './responder.js';
import type { Visitor } from './visitor.js';

type Access = Parameters<ServerOperations['client.setAccess']>[1];

/** What there is to say of RTMFP, which nobody connects by. */
const none = '';

/** What the class is made with; kept out of reach of scripts, which cannot make clients. */
export class ClientMeans {
  constructor(
    readonly runtime: AscRuntime,
    readonly visitor: Visitor,
  ) {}
}

/**
 * `Client` of server-side ActionScript. What a script assigns to a property that is read-only is ignored, as it was;
 * `id` shows what was assigned, and the server goes on with its own.
 */
export class Client {
  readonly #means: ClientMeans;
  readonly #access: Map<Access, string>;
  #shownId: unknown;

  constructor(means?: unknown) {
    if (!(means instanceof ClientMeans)) throw new TypeError('only the server makes clients');
    const { record } = means.visitor;
    this.#means = means;
    this.#shownId = record.id;
    this.#access = new Map([
      ['readAccess', record.readAccess],
      ['writeAccess', record.writeAccess],
      ['audioSampleAccess', record.audioSampleAccess],
      ['videoSampleAccess', record.videoSampleAccess],
      ['virtualKey', record.virtualKey],
    ]);
  }

  /** The visitor of a Client; undefined of anything else. */
  static visitorOf(value: unknown): Visitor | undefined {
    return typeof value === 'object' && value !== null && #means in value ? value.#means.visitor : undefined;
  }

  get id(): unknown {
    return this.#shownId;
  }

  set id(id: unknown) {
    this.#shownId = id;
  }

  get agent(): string {
    return this.#record.agent;
  }

  get ip(): string {
    return this.#record.ip;
  }

  get pageUrl(): string {
    return this.#record.pageUrl;
  }

  get protocol(): string {
    return this.#record.protocol;
  }

  /** Of RTMPE and RTMFP. */
  get protocolVersion(): string {
    return none;
  }

  get referrer(): string {
    return this.#record.referrer;
  }

  get secure(): boolean {
    return this.#record.secure;
  }

  get uri(): string {
    return this.#record.uri;
  }

  get readAccess(): string {
    return this.#access.get('readAccess')!;
  }

  set readAccess(folders: unknown) {
    this.#setAccess('readAccess', folders);
  }

  get writeAccess(): string {
    return this.#access.get('writeAccess')!;
  }

  set writeAccess(folders: unknown) {
    this.#setAccess('writeAccess', folders);
  }

  get audioSampleAccess(): string {
    return this.#access.get('audioSampleAccess')!;
  }

  set audioSampleAccess(folders: unknown) {
    this.#setAccess('audioSampleAccess', folders);
  }

  get videoSampleAccess(): string {
    return this.#access.get('videoSampleAccess')!;
  }

  set videoSampleAccess(folders: unknown) {
    this.#setAccess('videoSampleAccess', folders);
  }

  get virtualKey(): string {
    return this.#access.get('virtualKey')!;
  }

  set virtualKey(key: unknown) {
    if (/[*:]/.test(asText(key))) throw new TypeError('a virtual key has neither * nor : in it');
    this.#setAccess('virtualKey', key);
  }

  // Of peers by RTMFP.
  get farAddress(): string {
    return none;
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

  get potentialNearAddresses(): string[] {
    return [];
  }

  get reportedAddresses(): string[] {
    return [];
  }

  get groupControls(): object[] {
    return [];
  }

  call(method: unknown, responder?: unknown, ...args: unknown[]): boolean {
    const { runtime, visitor } = this.#means;
    if (visitor.state === 'gone') return false;
    const { id } = visitor.record;
    const packed = runtime.values.pack(...args);
    if (isResponder(responder)) {
      runtime.ask('client.call', [id, asText(method), packed, true], (error, answer) =>
        respond(runtime, responder, error, answer),
      );
    } else {
      runtime.tell('client.call', id, asText(method), packed, false);
    }
    return true;
  }

  checkBandwidth(): void {
    this.#means.runtime.tell('client.checkBandwidth', this.#record.id);
  }

  /** @param direction 0: from the client to the server; 1: the other */
  getBandwidthLimit(direction: unknown): number {
    const limit = this.#means.runtime.now('client.bandwidthLimit', this.#record.id);
    return Number(direction) === 0 ? limit.clientToServer : limit.serverToClient;
  }

  setBandwidthLimit(serverToClient: unknown, clientToServer: unknown): void {
    const { runtime } = this.#means;
    runtime.tell('client.setBandwidthLimit', this.#record.id, rate(serverToClient), rate(clientToServer));
  }

  getStats(): unknown {
    const { runtime } = this.#means;
    return runtime.plain(runtime.now('client.stats', this.#record.id) ?? {});
  }

  /** Seconds. */
  getStreamLength(name: unknown): number {
    return this.#means.runtime.now('stream.length', asText(name), this.virtualKey);
  }

  ping(): boolean {
    const { runtime, visitor } = this.#means;
    runtime.tell('client.ping', visitor.record.id);
    return visitor.state !== 'gone';
  }

  introducePeer(): boolean {
    this.#means.runtime.warn('Client.introducePeer did nothing: this server has no RTMFP');
    return false;
  }

  get #record(): Visitor['record'] {
    return this.#means.visitor.record;
  }

  #setAccess(which: Access, value: unknown): void {
    const text = asText(value ?? '');
    this.#access.set(which, text);
    this.#means.runtime.tell('client.setAccess', this.#record.id, which, text);
  }
}

function rate(value: unknown): number {
  const number = Number(value);
  return number > 0 && number < Infinity ? number : 0;
}
