import { printable } from '../application/safe-name.js';
import type { HttpAnswer } from '../net/http-client.js';
import type { WebhookFormat } from './webhook-options.js';

/**
 * What an answer means; a failure is none, and may come right when it is tried again.
 *
 * `isDown`: nobody is there, for any question. What fails for one question only must not count against the others.
 */
export type Verdict =
  | { readonly is: 'yes' }
  | { readonly is: 'no'; readonly because: string; readonly description?: string }
  | { readonly is: 'failure'; readonly because: string; readonly isDown: boolean };

const yes: Verdict = { is: 'yes' };

/** Statuses of the fours that say nothing of the question: too late, too early, too many. */
const NOT_NOW: readonly number[] = [408, 425, 429];

/** Statuses of proxies behind which nobody is. */
const DOWN: readonly number[] = [502, 503, 504];

/** Characters of a reason that a client is told. */
const MAX_REASON = 200;

/**
 * Reads an answer. 2xx is yes, 4xx is no. With JSON the body of a 2xx may say `{"allow": false, "reason": "..."}`; then
 * a body that is no JSON object is no answer, because what a proxy or a start page says must not open a door. With
 * forms the status alone counts, as in nginx-rtmp. A redirection is no answer: it is not followed.
 */
export function readAnswer(answer: HttpAnswer, format: WebhookFormat): Verdict {
  const { status } = answer;
  const because = `it answered ${status}`;
  if (status >= 200 && status < 300) {
    return format === 'form' || answer.body.trim() === '' ? yes : readBody(answer.body);
  }
  if (status < 400 || status >= 500 || NOT_NOW.includes(status)) {
    return { is: 'failure', because, isDown: DOWN.includes(status) };
  }
  const said = format === 'json' ? parsed(answer.body) : undefined;
  return no(because, said);
}

function readBody(body: string): Verdict {
  const said = parsed(body);
  if (said === undefined) return { is: 'failure', because: 'its answer is no JSON object', isDown: false };
  const allow = said.has('allow') ? said.get('allow') : true;
  if (typeof allow !== 'boolean') {
    return { is: 'failure', because: 'allow in its answer is neither true nor false', isDown: false };
  }
  return allow ? yes : no('it answered no', said);
}

function no(because: string, said: ReadonlyMap<string, unknown> | undefined): Verdict {
  const reason = said?.get('reason');
  if (typeof reason !== 'string' || reason.trim() === '') return { is: 'no', because };
  return { is: 'no', because, description: printable(reason, MAX_REASON) };
}

function parsed(body: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const value = JSON.parse(body) as unknown;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return new Map(Object.entries(value));
  } catch {
    return undefined;
  }
}
