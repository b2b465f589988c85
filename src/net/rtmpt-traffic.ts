import type { RtmptCommand } from './rtmpt-request.js';

/** What has gone through the tunnels of RTMPT, counted. All only grow. */
export interface RtmptTrafficSnapshot {
  /** Requests of sessions, those included that only ask, and their answers. */
  readonly requests: number;
  readonly responses: number;
  /** Those of them that only ask. */
  readonly idleRequests: number;
  readonly idleResponses: number;
  /** Bytes of bodies. */
  readonly received: number;
  readonly sent: number;
}

/** Counts what goes through the tunnels of an adaptor. */
export class RtmptTraffic {
  readonly #counts = { requests: 0, responses: 0, idleRequests: 0, idleResponses: 0, received: 0, sent: 0 };

  asked(command: RtmptCommand, bytes: number): void {
    this.#counts.requests++;
    this.#counts.received += bytes;
    if (command === 'idle') this.#counts.idleRequests++;
  }

  answered(command: RtmptCommand, bytes: number): void {
    this.#counts.responses++;
    this.#counts.sent += bytes;
    if (command === 'idle') this.#counts.idleResponses++;
  }

  get snapshot(): RtmptTrafficSnapshot {
    return { ...this.#counts };
  }
}
