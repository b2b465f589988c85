import type { RecordEnd } from '../application/recording-facts.js';
import type { Refusal } from '../application/refusal.js';
import { decodeRefusal, encodeRefusal } from './client-words.js';

/** What an origin says on a `publish` stream of a link, as JSON. */
export type PublicationWord =
  | { readonly tell: 'accepted' }
  /** Not taken, or no longer. */
  | { readonly tell: 'refused'; readonly refusal: Refusal }
  /** The origin does not know the client, or not yet: it may be asked again. */
  | { readonly tell: 'unknown-client' }
  | { readonly tell: 'recording-started' }
  | { readonly tell: 'recording-refused'; readonly refusal: Refusal }
  | { readonly tell: 'recording-ended'; readonly why: RecordEnd };

const ENDS: readonly RecordEnd[] = ['unpublished', 'stopped', 'limit', 'quota', 'disk-full', 'too-slow', 'failed'];

export function encodePublicationWord(word: PublicationWord): Uint8Array {
  const plain = 'refusal' in word ? { tell: word.tell, refusal: encodeRefusal(word.refusal) } : word;
  return new TextEncoder().encode(JSON.stringify(plain));
}

/** Undefined for one that is not known. */
export function decodePublicationWord(bytes: Uint8Array): PublicationWord | undefined {
  const { tell, refusal, why } = fieldsOf(bytes);
  switch (tell) {
    case 'accepted':
    case 'unknown-client':
    case 'recording-started':
      return { tell };
    case 'refused':
    case 'recording-refused':
      return { tell, refusal: decodeRefusal(typeof refusal === 'string' ? refusal : '') ?? refused };
    case 'recording-ended':
      return { tell, why: ENDS.find((known) => known === why) ?? 'failed' };
    default:
      return undefined;
  }
}

const refused: Refusal = { rule: 'origin: it refuses', reason: 'failed', description: 'The origin refuses.' };

function fieldsOf(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
