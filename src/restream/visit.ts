import type { AmfObject, AmfValue } from '../amf/value.js';
import type { CallAnswer } from '../application/running-script.js';
import type { OutgoingMeans } from '../netconnection/client/outgoing-connection.js';
import { OutgoingConnection } from '../netconnection/client/outgoing-connection.js';
import type { RtmpAddress } from '../netconnection/client/rtmp-address.js';

/** What is told of a visit. */
export interface VisitListener {
  /**
   * The other server has let us in.
   *
   * @param serverId its id, if it is an Afterglow
   */
  connected(connection: OutgoingConnection, serverId: string | undefined): void;
  /** It is over, and why, in the words of the other server if it gave any. Told once, and not of a visit that was left. */
  over(why: string): void;
  /** The other server calls a method that wants no answer of ours. */
  called?(method: string, args: readonly AmfValue[]): void;
}

/** One connection to another server, from the attempt to its end. */
export class Visit {
  readonly #connection: OutgoingConnection;
  #isOver = false;
  #rejection: string | undefined;

  /** @param fields of the command object of connect, besides the usual ones */
  constructor(
    address: RtmpAddress,
    fields: Readonly<Record<string, AmfValue>>,
    means: OutgoingMeans,
    private readonly listener: VisitListener,
  ) {
    this.#connection = new OutgoingConnection({ address, objectEncoding: 0, fields }, means, {
      status: (info) => this.#hear(info),
      // Servers tell encoders of bandwidth and the like.
      call: (method, args): Promise<CallAnswer> => {
        if (!this.#isOver) this.listener.called?.(method, args);
        return Promise.resolve({ answer: 'result', value: undefined });
      },
    });
  }

  /** Ends it because `why`, and tells the listener; of a connection that is over already it is told why that is so. */
  fail(why: string): void {
    if (this.#isOver || this.#connection.isClosed) return;
    this.leave();
    this.listener.over(why);
  }

  /** Ends it; the listener is told nothing any more. */
  leave(): void {
    this.#isOver = true;
    this.#connection.close();
  }

  #hear(info: AmfObject): void {
    if (this.#isOver) return;
    const [description, id] = [info.get('description'), info.get('edgeId')];
    const words = typeof description === 'string' && description !== '' ? description : undefined;
    switch (info.get('code')) {
      case 'NetConnection.Connect.Success':
        return this.listener.connected(this.#connection, typeof id === 'string' ? id : undefined);
      case 'NetConnection.Connect.Rejected':
      case 'NetConnection.Connect.InvalidApp':
        this.#rejection = words;
        return;
      case 'NetConnection.Connect.Failed':
      case 'NetConnection.Connect.Closed':
        this.#isOver = true;
        return this.listener.over(this.#rejection ?? words ?? 'The connection broke.');
      default:
        return;
    }
  }
}
