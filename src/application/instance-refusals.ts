import type { Publisher } from '../stream/publisher.js';
import type { Refusal } from './refusal.js';
import { printable } from './safe-name.js';

/** Somebody publishes under that name. */
export function nameTaken(name: string, present: Publisher | undefined): Refusal {
  return {
    rule: `streamManager.live.secondPublisher; ${present?.clientId ?? 'nobody'} has the name`,
    reason: 'taken',
    description: `${name} is already being published.`,
  };
}

/** There are as many `what` at `where` as there may be. */
export function limitReached(rule: string, what: string, where: string): Refusal {
  return {
    rule,
    reason: 'limit',
    description: `[ Resource.Limit.Exceeded ] : ${printable(where)} has as many ${what} as it may have.`,
  };
}
