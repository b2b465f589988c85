import type { ClientRecord } from '../protocol/script-events.js';
import { answeredValue } from './answered-value.js';
import type { ApplicationTypes, ArgumentsOf, CallsOf, DataOf, NamesOf, ResultOf } from './application-types.js';
import type { InstanceServer } from './instance-server.js';
import { packValues } from './packed-values.js';
import type { ClientStatistics } from './statistics.js';
import { statistics } from './statistics.js';

/** What each direction may carry, in bytes per second; 0 for no bound. */
export interface BandwidthLimit {
  /** From the server to the client. */
  readonly down: number;
  /** From the client to the server. */
  readonly up: number;
}

type Access = 'readAccess' | 'writeAccess' | 'audioSampleAccess' | 'videoSampleAccess' | 'virtualKey';

/** Somebody who is connected to the instance, or asks to be. */
export class Client<Types extends ApplicationTypes = ApplicationTypes> {
  /** Of the application: what it wants to remember of the client. Empty at first; to be filled in `onConnect`. */
  readonly data = {} as DataOf<Types>;
  readonly #record: ClientRecord;
  readonly #server: InstanceServer;
  readonly #access: Record<Access, string>;
  readonly #isHere: () => boolean;

  /** Made by the server. */
  constructor(record: ClientRecord, server: InstanceServer, isHere: () => boolean) {
    this.#record = record;
    this.#server = server;
    this.#isHere = isHere;
    const { readAccess, writeAccess, audioSampleAccess, videoSampleAccess, virtualKey } = record;
    this.#access = { readAccess, writeAccess, audioSampleAccess, videoSampleAccess, virtualKey };
  }

  /** Unique as long as the server runs. */
  get id(): string {
    return this.#record.id;
  }

  /** The address of its machine. */
  get ip(): string {
    return this.#record.ip;
  }

  get port(): number {
    return this.#record.port;
  }

  /** The player or encoder and its version: `LNX 9,0,124,2`, `FMLE/3.0 (compatible; FMSc/1.0)`. */
  get agent(): string {
    return this.#record.agent;
  }

  /** The page that it is embedded in, as it says; empty if it says nothing. */
  get pageUrl(): string {
    return this.#record.pageUrl;
  }

  /** Where its SWF came from, as it says; empty if it says nothing. */
  get referrer(): string {
    return this.#record.referrer;
  }

  /** `rtmp`, `rtmps`, `rtmpt`, … */
  get protocol(): string {
    return this.#record.protocol;
  }

  /** Whether what it sends and is sent is encrypted. */
  get secure(): boolean {
    return this.#record.secure;
  }

  /** The whole address that it connected to. */
  get uri(): string {
    return this.#record.uri;
  }

  /** What stands behind the question mark of that address. */
  get query(): URLSearchParams {
    return new URLSearchParams(this.#record.query);
  }

  get objectEncoding(): 0 | 3 {
    return this.#record.objectEncoding;
  }

  /** It publishes rather than plays, as FMLE and OBS do. */
  get isEncoder(): boolean {
    return this.#record.isEncoder;
  }

  /** False as soon as it has gone. */
  get isConnected(): boolean {
    return this.#isHere();
  }

  /** Folders (`a;b/c`, `/` for all) of the streams that it may play and the shared objects that it may use. */
  get readAccess(): string {
    return this.#access.readAccess;
  }

  set readAccess(folders: string) {
    this.#setAccess('readAccess', folders);
  }

  /** Folders of the streams that it may publish and of the shared objects that it may make and change. */
  get writeAccess(): string {
    return this.#access.writeAccess;
  }

  set writeAccess(folders: string) {
    this.#setAccess('writeAccess', folders);
  }

  /** Folders of the streams whose sound it may read (`SoundMixer.computeSpectrum`). */
  get audioSampleAccess(): string {
    return this.#access.audioSampleAccess;
  }

  set audioSampleAccess(folders: string) {
    this.#setAccess('audioSampleAccess', folders);
  }

  /** Folders of the streams whose picture it may read (`BitmapData.draw`). */
  get videoSampleAccess(): string {
    return this.#access.videoSampleAccess;
  }

  set videoSampleAccess(folders: string) {
    this.#setAccess('videoSampleAccess', folders);
  }

  /** Which of the virtual directories it plays from. */
  get virtualKey(): string {
    return this.#access.virtualKey;
  }

  set virtualKey(key: string) {
    this.#setAccess('virtualKey', key);
  }

  /**
   * Calls a method of the client, and answers what it returns. Rejects with a CallError if the client answers with an
   * error, has no such method, or goes. Await it only where the answer is needed: {@link send} costs less.
   */
  async call<Name extends NamesOf<CallsOf<Types>>>(
    method: Name,
    ...args: ArgumentsOf<CallsOf<Types>[Name]>
  ): Promise<ResultOf<CallsOf<Types>[Name]>> {
    const answer = await this.#server.ask('client.call', this.id, method, packValues(args), true);
    return answeredValue(answer) as ResultOf<CallsOf<Types>[Name]>;
  }

  /** Calls a method of the client without an answer: nothing is heard if it fails. */
  send<Name extends NamesOf<CallsOf<Types>>>(method: Name, ...args: ArgumentsOf<CallsOf<Types>[Name]>): void {
    this.#server.tell('client.call', this.id, method, packValues(args), false);
  }

  /** Closes its connection, after what it was sent before. */
  disconnect(): void {
    this.#server.tell('application.disconnect', this.id);
  }

  /** Asks it to connect anew, here or at `url`; false if it does not know such requests (Enhanced RTMP v2). */
  requestReconnect(url?: string, description?: string): Promise<boolean> {
    return this.#server.ask('client.requestReconnect', this.id, url, description);
  }

  async bandwidthLimit(): Promise<BandwidthLimit> {
    const limit = await this.#server.ask('client.bandwidthLimit', this.id);
    return { down: limit.serverToClient, up: limit.clientToServer };
  }

  /** A direction that is left out, or 0, stays as it is. */
  setBandwidthLimit({ down = 0, up = 0 }: Partial<BandwidthLimit>): void {
    this.#server.tell('client.setBandwidthLimit', this.id, down, up);
  }

  /** Undefined if it has gone. */
  async statistics(): Promise<ClientStatistics | undefined> {
    const counts = await this.#server.ask('client.stats', this.id);
    return counts && statistics<keyof ClientStatistics>(counts);
  }

  /** Pings it; the round trip is then among its {@link statistics}. */
  ping(): Promise<boolean> {
    return this.#server.ask('client.ping', this.id);
  }

  /** Measures the bandwidth to it, and tells it the result, as its own call of `checkBandwidth` does. */
  checkBandwidth(): void {
    this.#server.tell('client.checkBandwidth', this.id);
  }

  #setAccess(which: Access, value: string): void {
    this.#access[which] = value;
    this.#server.tell('client.setAccess', this.id, which, value);
  }
}
