import type { Client } from './client.js';

/** What the clients of an instance have sent and were sent. */
export interface TrafficSums {
  /** Bytes, with everything that RTMP adds. */
  readonly received: number;
  readonly sent: number;
  readonly messagesReceived: number;
  readonly messagesSent: number;
}

/** Counts who came and went in an application instance, and what they sent and were sent. */
export class InstanceTotals {
  readonly #present = new Set<Client>();
  readonly #gone = { received: 0, sent: 0, messagesReceived: 0, messagesSent: 0 };
  #connects = 0;
  #disconnects = 0;

  get connects(): number {
    return this.#connects;
  }

  get disconnects(): number {
    return this.#disconnects;
  }

  entered(client: Client): void {
    this.#connects++;
    this.#present.add(client);
  }

  left(client: Client): void {
    if (!this.#present.delete(client)) return;
    this.#disconnects++;
    add(this.#gone, client.connection.traffic);
  }

  /** Of all clients, of those included who have left. */
  get traffic(): TrafficSums {
    const sums = { ...this.#gone };
    for (const { connection } of this.#present) add(sums, connection.traffic);
    return sums;
  }
}

function add(sums: { -readonly [Key in keyof TrafficSums]: number }, traffic: TrafficSums): void {
  sums.received += traffic.received;
  sums.sent += traffic.sent;
  sums.messagesReceived += traffic.messagesReceived;
  sums.messagesSent += traffic.messagesSent;
}
