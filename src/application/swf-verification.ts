import { matchesPattern } from './text-pattern.js';

/** What a client says of its SWF when it is asked. */
export interface SwfAnswer {
  /** Bytes of the SWF, inflated. */
  readonly size: number;
  /** HMAC-SHA256 of the hash of the SWF, keyed with the end of S1. */
  readonly signature: Uint8Array;
}

/** How an application verifies that its clients are SWFs that it knows. */
export interface SwfVerification {
  /** Nothing that a client asks for is done before it was verified. */
  readonly connectionBlocking: boolean;
  /** Milliseconds in which a client must answer. */
  readonly firstHashTimeout: number;
  /** How the names of those begin who are not asked. */
  readonly userAgentExceptions: readonly string[];
  /** The SWF that gives this answer, by its name or hash; undefined if none does that is meant for the instance. */
  find(instance: string, answer: SwfAnswer, key: Uint8Array): Promise<string | undefined>;
}

/** Whether who calls itself so is not asked for its SWF. */
export function isExempt({ userAgentExceptions }: SwfVerification, agent: string): boolean {
  return userAgentExceptions.some((beginning) => matchesPattern(`${beginning}*`, agent));
}
