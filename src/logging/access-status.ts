import type { Refusal, RefusalReason } from '../application/refusal.js';
import type { LoggedEvent, LoggedEventName } from './logged-event.js';

/** x-status of what was not done, as FMS numbers it: 403 where a rule of the server decided, 401 where the application did. */
const REFUSED: Readonly<Record<RefusalReason, number>> = {
  'not-found': 404,
  denied: 403,
  login: 401,
  limit: 409,
  taken: 409,
  'bad-name': 400,
  damaged: 422,
  failed: 500,
};

/** x-status of what ended for another reason than that somebody wished so. 416 is what FMS 4.5 says of slow players. */
const ENDED: ReadonlyMap<string, number> = new Map([
  ['too-slow', 416],
  ['connection-lost', 408],
  ['ping-timeout', 408],
  ['partial-message-timeout', 408],
  ['lost', 408],
  ['protocol-error', 400],
  ['internal-error', 500],
  ['quota', 409],
  ['limit', 409],
  ['disk-full', 409],
  ['failed', 500],
]);

const OK = 200;
const WAITING = 100;
const ELSEWHERE = 302;

const WITHOUT_ENDS: ReadonlySet<LoggedEventName> = new Set(['connect', 'publish', 'play', 'record']);

/** The number that the access log gives to what came of an event (x-status). */
export function accessStatus({ event, refusal, why }: LoggedEvent): number {
  if (event === 'connect-pending') return WAITING;
  if (refusal?.redirect !== undefined) return ELSEWHERE;
  if (refusal !== undefined) return isOfApplication(refusal) ? 401 : REFUSED[refusal.reason];
  if (why === undefined || WITHOUT_ENDS.has(event)) return OK;
  return ENDED.get(why) ?? OK;
}

/** Whether the script of the application said no, or a webhook of it, or whoever logs publishers in. */
function isOfApplication({ rule, reason }: Refusal): boolean {
  return reason === 'denied' && /^(?:the script|application\.hooks|login)\b/.test(rule);
}
