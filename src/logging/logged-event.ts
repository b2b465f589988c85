import type { AccessEvent, AccessEventName, AccessStream } from '../application/access-event.js';

/** What FMS tells of besides: it follows from what happens at the gate, and from how long it goes on. */
export type LoggedEventName =
  | AccessEventName
  | 'connect-continue'
  | 'publish-continue'
  | 'play-continue'
  | 'start-transmit'
  | 'stop-transmit'
  | 'auth-connect'
  | 'auth-publish'
  | 'auth-play'
  | 'auth-record';

/** Something that the access log tells of. */
export interface LoggedEvent extends Omit<AccessEvent, 'event'> {
  readonly event: LoggedEventName;
}

const DECIDED = new Map<string, LoggedEventName>([
  ['connect', 'auth-connect'],
  ['publish', 'auth-publish'],
  ['play', 'auth-play'],
  ['record', 'auth-record'],
]);

/** Makes of what happens at the gate all that is told of it, in the order of FMS. */
export class LoggedEvents {
  /** Recorded media that is being sent. */
  readonly #sent = new WeakSet<AccessStream>();

  of(told: AccessEvent): LoggedEvent[] {
    const decided = DECIDED.get(told.event);
    if (decided !== undefined && told.client !== undefined) return [{ ...told, event: decided }, ...this.#begun(told)];
    const { event, stream, file } = told;
    if (stream === undefined || file === undefined) return [told];
    if (event === 'unpause') return [told, ...this.#begin(told, stream)];
    if (event === 'pause') return [told, ...this.#end(told, stream)];
    return event === 'stop' ? [...this.#end(told, stream), told] : [told];
  }

  #begun(told: AccessEvent): LoggedEvent[] {
    const { event, stream, file, refusal } = told;
    const isSent = event === 'play' && file !== undefined && refusal === undefined;
    return isSent && stream !== undefined ? [told, ...this.#begin(told, stream)] : [told];
  }

  #begin(told: AccessEvent, stream: AccessStream): LoggedEvent[] {
    if (this.#sent.has(stream)) return [];
    this.#sent.add(stream);
    return [{ ...told, event: 'start-transmit' }];
  }

  #end(told: AccessEvent, stream: AccessStream): LoggedEvent[] {
    return this.#sent.delete(stream) ? [{ ...told, event: 'stop-transmit' }] : [];
  }
}
