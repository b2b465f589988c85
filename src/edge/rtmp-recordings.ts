import type { HeldMedia } from '../application/media-library.js';
import type { LendConnection } from '../netconnection/client/fetched-source.js';
import { FetchedSource } from '../netconnection/client/fetched-source.js';
import { FetchedMedia } from '../netconnection/client/fetched-media.js';
import type { OutgoingMeans } from '../netconnection/client/outgoing-connection.js';
import { OutgoingConnection } from '../netconnection/client/outgoing-connection.js';
import type { RtmpAddress } from '../netconnection/client/rtmp-address.js';
import type { Backoff } from '../time/backoff.js';
import { delayBefore } from '../time/backoff.js';
import type { Clock } from '../time/clock.js';

/** How often, and after how long, media is asked for again when the connection broke. */
const BACKOFF: Backoff = { first: 250, longest: 4000, attempts: 5 };
/** Recordings that are open at a time. */
const MAX_OPEN = 1000;

/** A server that speaks RTMP, as it can be reached now. */
export interface RtmpServer {
  readonly address: RtmpAddress;
  readonly means: OutgoingMeans;
  /** The connection broke, or was not to be had. */
  failed(): void;
}

/** What {@link RtmpRecordings} is made with. */
export interface RtmpRecordingsMeans {
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Milliseconds in which an origin must say that it plays a recording. */
  readonly patience: () => number;
  /** Milliseconds for which a recording is kept when nobody plays it any more. */
  readonly linger: () => number;
  /** Nobody is given this source any more. */
  readonly forgotten: (source: FetchedSource) => void;
}

/**
 * Recordings of origins that speak RTMP and nothing else, fetched in parts of some seconds, and each part once for all
 * who play it here at about the same time. Each part has a connection of its own: nginx-rtmp knows one stream of a connection.
 */
export class RtmpRecordings {
  readonly #media = new Map<string, FetchedMedia>();

  constructor(private readonly means: RtmpRecordingsMeans) {}

  /**
   * Undefined if there is no such recording there, or one in which the origin cannot seek. Rejects if it cannot be fetched.
   *
   * @param instance where it is, here
   * @param name as it is called there
   * @param reach the origin, asked for each connection: it may be another one when one went
   */
  open(instance: string, name: string, reach: () => Promise<RtmpServer>): Promise<HeldMedia | undefined> {
    const key = JSON.stringify([instance, name]);
    const known = this.#media.get(key);
    if (known !== undefined) return known.open();
    if (this.#media.size >= MAX_OPEN) return Promise.reject(new Error(`${MAX_OPEN} recordings of origins are open`));
    const { clock, forgotten, linger, patience } = this.means;
    const lend = this.#lendBy(reach);
    const media: FetchedMedia = new FetchedMedia({
      ...{ clock, forgotten, linger, place: `${name} of the origin` },
      open: () => FetchedSource.openIfSeekable(lend, name, clock, patience()),
      idle: () => {
        if (this.#media.get(key) === media) this.#media.delete(key);
      },
    });
    this.#media.set(key, media);
    return media.open();
  }

  #lendBy(reach: () => Promise<RtmpServer>): LendConnection {
    const { clock, random } = this.means;
    return async (ask) => {
      for (let attempt = 1; ; attempt++) {
        const server = await reach();
        const visit = new Visit(server);
        try {
          return await ask(await visit.connected);
        } catch (error) {
          const delay = visit.isLost ? delayBefore(attempt, BACKOFF, random()) : undefined;
          if (visit.isLost) server.failed();
          if (delay === undefined) throw error;
          await new Promise<void>((resolve) => clock.after(delay, resolve));
        } finally {
          visit.leave();
        }
      }
    };
  }
}

/** One connection. */
class Visit {
  readonly connected: Promise<OutgoingConnection>;
  readonly #connection: OutgoingConnection;
  #isRefused = false;

  constructor({ address, means }: RtmpServer) {
    let settle: { resolve(connection: OutgoingConnection): void; reject(error: Error): void } | undefined;
    this.connected = new Promise((resolve, reject) => (settle = { resolve, reject }));
    this.#connection = new OutgoingConnection({ address, objectEncoding: 0 }, means, {
      status: (info) => {
        const [code, description] = [info.get('code'), info.get('description')];
        if (code === 'NetConnection.Connect.Success') settle?.resolve(this.#connection);
        if (code === 'NetConnection.Connect.Rejected') this.#isRefused = true;
        if (code === 'NetConnection.Connect.Failed' || code === 'NetConnection.Connect.Closed')
          settle?.reject(new Error(typeof description === 'string' ? description : 'The connection broke.'));
      },
      call: () => Promise.resolve({ answer: 'absent' }),
    });
  }

  /** It broke, or was not to be had, which need not be so for ever. */
  get isLost(): boolean {
    return this.#connection.isClosed && !this.#isRefused;
  }

  leave(): void {
    this.#connection.close();
  }
}
