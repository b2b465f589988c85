import type { ApplicationInstance } from '../application/application-instance.js';
import type { BandwidthLimit, ClientConnection, Traffic } from '../application/client.js';
import { Client } from '../application/client.js';
import type { Refusal } from '../application/refusal.js';
import type { StreamPath } from '../application/stream-path.js';
import type { WebRequest } from '../net/web-request.js';
import type { Timer } from '../time/clock.js';
import { mediaFailure } from '../netconnection/media-failure.js';
import type { HlsContent } from './hls-content.js';
import type { HlsEnvironment } from './hls-options.js';

/** How much of what a viewer says about itself is kept, in characters. */
const MAX_FACT_LENGTH = 4096;

/**
 * A viewer: a client that asks for playlists and segments, by many connections or by one, and is known by its session.
 * It is there until it has asked for nothing for a while.
 */
export class HlsViewer implements ClientConnection {
  readonly roundTrip = undefined;
  readonly recordedPlays = [];
  readonly isPublishing = false;
  readonly queuedBytes = 0;
  readonly client: Client;
  /** The path of its addresses up to the last slash. */
  readonly folder: string;
  readonly #environment: HlsEnvironment;
  #limit: BandwidthLimit | undefined;
  #content: HlsContent | undefined;
  #activeAt: number;
  #timer: Timer | undefined;
  #requests = 0;
  #sent = 0;
  #state: 'new' | 'in' | 'playing' | 'gone' = 'new';

  constructor(
    /** What its addresses carry. */
    readonly session: string,
    private readonly instance: ApplicationInstance,
    private readonly path: StreamPath,
    request: WebRequest,
    environment: HlsEnvironment,
    private readonly left: (viewer: HlsViewer) => void,
  ) {
    this.#environment = environment;
    this.#activeAt = environment.clock.now();
    this.folder = request.path.slice(0, request.path.lastIndexOf('/'));
    const { address, port, secure, agent, page, host, query } = request;
    this.client = new Client(
      environment.createId(),
      {
        ...{ address, port, secure, query, protocol: secure ? 'https-hls' : 'hls' },
        agent: agent.slice(0, MAX_FACT_LENGTH),
        isEncoder: false,
        referrer: '',
        pageUrl: page.slice(0, MAX_FACT_LENGTH),
        uri: `${secure ? 'https' : 'http'}://${host.slice(0, MAX_FACT_LENGTH)}/${path.application}/${path.instance}`,
        objectEncoding: 0,
      },
      this,
    );
  }

  get content(): HlsContent | undefined {
    return this.#content;
  }

  get traffic(): Traffic {
    const requests = this.#requests;
    return { received: 0, sent: this.#sent, messagesReceived: requests, messagesSent: requests };
  }

  get activeAt(): number {
    return this.#activeAt;
  }

  get bandwidthLimit(): BandwidthLimit {
    return this.#limit ?? this.instance.clientOptions.bandwidth;
  }

  set bandwidthLimit(limit: BandwidthLimit) {
    this.#limit = limit;
  }

  /**
   * Asks whether it may come in and play, and then for what.
   *
   * @param open answers undefined if there is nothing of that name
   */
  async enter(open: (client: Client) => Promise<HlsContent | undefined>): Promise<Refusal | undefined> {
    const { client, instance } = this;
    const { stream } = this.path;
    const refusal = await instance.connect(client, []);
    if (refusal !== undefined) return refusal;
    if (this.#isGone) return gone;
    this.#state = 'in';
    const refused = await instance.play(client, stream);
    if (refused !== undefined || this.#isGone) return this.#leaveFor(refused ?? gone);
    this.#state = 'playing';
    let content: HlsContent | undefined;
    try {
      content = await open(client);
    } catch (error) {
      const { description, cause } = mediaFailure(error, stream);
      this.#environment.logger.warn('the media of a viewer cannot be read', { stream: stream.name, ...cause });
      return this.#leaveFor({ rule: 'the media cannot be read', reason: 'failed', description });
    }
    if (content === undefined) return this.#leaveFor(noSuch(stream.name));
    if (this.#isGone) {
      content.leave();
      return gone;
    }
    this.#content = content;
    this.#await();
    return undefined;
  }

  /** It has asked for something. */
  asked(): void {
    this.#activeAt = this.#environment.clock.now();
    this.#requests++;
  }

  /** So many bytes are for it. */
  answered(bytes: number): void {
    this.#sent += bytes;
  }

  /** It is gone, for whatever reason. */
  leave(): void {
    const before = this.#state;
    if (before === 'gone') return;
    this.#state = 'gone';
    this.#timer?.cancel();
    this.#content?.leave();
    const { client, instance } = this;
    if (before === 'playing') instance.stopped(client, this.path.stream);
    instance.disconnect(client);
    this.left(this);
  }

  call(): Promise<never> {
    return Promise.reject(new Error('a viewer of HLS has no methods'));
  }

  notify(): void {
    return;
  }

  checkBandwidth(): boolean {
    return false;
  }

  isAlive(): Promise<boolean> {
    return Promise.resolve(!this.#isGone);
  }

  requestReconnect(): boolean {
    return false;
  }

  idleTimeout(): void {
    this.leave();
  }

  disconnect(): void {
    this.leave();
  }

  shutdown(): void {
    this.leave();
  }

  dismiss(): void {
    this.leave();
  }

  get #isGone(): boolean {
    return this.#state === 'gone';
  }

  #leaveFor(refusal: Refusal): Refusal {
    this.leave();
    return refusal;
  }

  /** One timer at a time, which looks how long ago it last asked. */
  #await(): void {
    const { clock, options } = this.#environment;
    const rest = this.#activeAt + options().viewerTimeout - clock.now();
    if (rest <= 0) this.leave();
    else this.#timer = clock.after(rest, () => this.#await());
  }
}

const gone: Refusal = { rule: 'the viewer is gone', reason: 'failed', description: 'The session has ended.' };

function noSuch(name: string): Refusal {
  const description = `Nobody publishes ${name} at present, and there is no recorded media of that name.`;
  return { rule: 'no such stream', reason: 'not-found', description };
}
