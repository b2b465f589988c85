import type { AmfValue } from '../amf/value.js';

/** Why something a client asked for is not done. The rule is for the log, the description for the client. */
export interface Refusal {
  /** Which rule decided, in words an operator can look up: `application.publish.allow`. */
  readonly rule: string;
  /** What the client is told. */
  readonly description: string;
  readonly reason: RefusalReason;
  /** What a script passes along: `application` of the information object. */
  readonly data?: AmfValue;
  /** The address to go to instead. */
  readonly redirect?: string;
}

/** `login`: the client is asked who it is, and comes again; `damaged`: there is media, and nobody can play it as it is. */
export type RefusalReason = 'not-found' | 'denied' | 'login' | 'limit' | 'taken' | 'bad-name' | 'damaged' | 'failed';

export function isRefusal(value: object | undefined): value is Refusal {
  return value !== undefined && 'rule' in value && 'reason' in value;
}
