import type { SharedObjectCountsSnapshot } from '../sharedobject/shared-object-counts.js';
import { SharedObjectCounts } from '../sharedobject/shared-object-counts.js';
import { LiveTotals } from '../stream/live-totals.js';
import type { LiveTotalsSnapshot } from '../stream/live-totals.js';
import type { Client } from './client.js';
import type { PlaylistTotalsSnapshot } from './playlist-totals.js';
import { PlaylistTotals } from './playlist-totals.js';
import type { RecordingTotalsSnapshot } from './recording-totals.js';
import { RecordingTotals } from './recording-totals.js';
import type { Refusal } from './refusal.js';

/** What a client asks an application for. */
export type AskedFor = 'connect' | 'publish' | 'play';

/** What happened in an application since the server runs. */
export interface ApplicationTotalsSnapshot {
  /** What clients were granted and refused. Who was asked to log in first was not refused. */
  readonly granted: Readonly<Record<AskedFor, number>>;
  readonly refused: Readonly<Record<AskedFor, number>>;
  /** Bytes received from and sent to its clients, with everything that RTMP adds, of those included who have left. */
  readonly traffic: { readonly received: number; readonly sent: number };
  /** Of all its live streams. */
  readonly live: LiveTotalsSnapshot;
  readonly recordings: RecordingTotalsSnapshot;
  readonly playlists: PlaylistTotalsSnapshot;
  readonly sharedObjects: SharedObjectCountsSnapshot;
}

/** Counters of an application, which outlive its clients, streams and instances. They only grow. */
export class ApplicationTotals {
  readonly live = new LiveTotals();
  readonly recordings = new RecordingTotals();
  readonly playlists = new PlaylistTotals();
  readonly sharedObjects = new SharedObjectCounts();
  readonly #granted: Record<AskedFor, number> = { connect: 0, publish: 0, play: 0 };
  readonly #refused: Record<AskedFor, number> = { connect: 0, publish: 0, play: 0 };
  readonly #present = new Set<Client>();
  #received = 0;
  #sent = 0;

  /** Counts how a question was answered; passes the answer on. Who is asked to log in comes again. */
  answered<Answer extends Refusal | undefined>(what: AskedFor, refusal: Answer): Answer {
    if (refusal === undefined) this.#granted[what]++;
    else if (refusal.reason !== 'login') this.#refused[what]++;
    return refusal;
  }

  /** Nobody was ever let in: there is nothing to count. */
  get letNobodyIn(): boolean {
    return this.#granted.connect === 0;
  }

  /** From now on the client's traffic counts. */
  entered(client: Client): void {
    this.#present.add(client);
  }

  left(client: Client): void {
    if (!this.#present.delete(client)) return;
    const { received, sent } = client.connection.traffic;
    this.#received += received;
    this.#sent += sent;
  }

  get snapshot(): ApplicationTotalsSnapshot {
    let [received, sent] = [this.#received, this.#sent];
    for (const { connection } of this.#present) {
      const { traffic } = connection;
      received += traffic.received;
      sent += traffic.sent;
    }
    return {
      granted: { ...this.#granted },
      refused: { ...this.#refused },
      traffic: { received, sent },
      live: this.live.snapshot,
      recordings: this.recordings.snapshot,
      playlists: this.playlists.snapshot,
      sharedObjects: this.sharedObjects.snapshot,
    };
  }
}
