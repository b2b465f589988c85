import type { Refusal, RefusalReason } from '../application/refusal.js';
import type { LinkedFacts } from './link-transport.js';

/** The kind of link stream by which one client of an edge stands at its origin. */
export const CLIENT_STREAM = 'client';

/** What the header of such a stream says. */
export interface ClientHeader extends LinkedFacts {
  /** The id of the client at the edge. */
  readonly id: string;
}

/** What an edge asks of the origin about its client, besides what RTMP has words for. */
export type ClientQuestion =
  /** It wants to play: the answer is an {@link encodeRefusal}, empty for yes. */
  | { readonly ask: 'play'; readonly stream: string }
  /** It plays no more. */
  | { readonly ask: 'stop'; readonly stream: string };

const reasons: readonly RefusalReason[] = [
  'not-found',
  'denied',
  'login',
  'limit',
  'taken',
  'bad-name',
  'damaged',
  'failed',
];

export function encodeHeader(header: ClientHeader): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(header));
}

/** Undefined if it is none. */
export function decodeHeader(bytes: Uint8Array): ClientHeader | undefined {
  const { id, protocol, secure, address, port } = fieldsOf(new TextDecoder().decode(bytes));
  if (typeof id !== 'string' || typeof protocol !== 'string' || typeof address !== 'string') return undefined;
  return { id, protocol, address, secure: secure === true, port: typeof port === 'number' ? port : 0 };
}

/** Undefined for a question that is not known here. */
export function decodeQuestion(text: string): ClientQuestion | undefined {
  const { ask, stream } = fieldsOf(text);
  if (typeof stream !== 'string' || (ask !== 'play' && ask !== 'stop')) return undefined;
  return { ask, stream };
}

export function encodeRefusal(refusal: Refusal | undefined): string {
  if (refusal === undefined) return '';
  const { rule, reason, description } = refusal;
  return JSON.stringify({ rule, reason, description });
}

/** The opposite of {@link encodeRefusal}. */
export function decodeRefusal(text: string): Refusal | undefined {
  if (text === '') return undefined;
  const { rule, reason, description } = fieldsOf(text);
  return {
    rule: `origin: ${typeof rule === 'string' ? rule : 'it refuses'}`,
    reason: reasons.find((known) => known === reason) ?? 'failed',
    description: typeof description === 'string' ? description : 'The origin refuses.',
  };
}

/** The fields of an object written as JSON; none if it is none. */
function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
