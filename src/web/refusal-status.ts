import type { Refusal, RefusalReason } from '../application/refusal.js';

const STATUS: Readonly<Record<RefusalReason, number>> = {
  'bad-name': 400,
  login: 401,
  denied: 403,
  'not-found': 404,
  taken: 409,
  damaged: 422,
  failed: 500,
  limit: 503,
};

/** The status of HTTP that says why something is refused. */
export function statusOf({ reason }: Pick<Refusal, 'reason'>): number {
  return STATUS[reason];
}
