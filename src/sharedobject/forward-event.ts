import { AmfError } from '../amf/amf-error.js';
import type { PropertyPair, SharedObjectEvent } from '../rtmp/message/shared-object-event.js';
import type { Applicant, Result, Terms } from './apply-event.js';
import { isStale, setRight } from './apply-event.js';
import { EncodedEvent } from './encoded-event.js';
import type { ObjectAuthority } from './object-authority.js';

/**
 * As `applyEvent` of an object about which another decides: it is asked for all that the user may want, and what comes
 * of that comes later. To the owner all users of this instance are one, so whoever does not know what another of them
 * has made of a property is told here.
 */
export function forwardEvent(event: SharedObjectEvent, terms: Terms, authority: ObjectAuthority): Result[] {
  const { properties, applicant, bounds } = terms;
  const results: Result[] = [];
  for (const { name, wish } of wishesOf(event)) {
    const present = name === undefined ? undefined : properties.get(name);
    const isLate = isStale(applicant, present);
    if (!isLate && fits(wish, bounds.maxPropertySize) && authority.ask(wishOf(wish, applicant))) continue;
    if (name !== undefined) results.push(setRight(isLate ? 'rejected' : 'refused', terms, name, present));
    else results.push({ outcome: 'refused', news: undefined, sender: applicant.use, answer: undefined });
  }
  return results;
}

interface NamedWish {
  /** Of the property; absent of a message. */
  readonly name?: string;
  readonly wish: SharedObjectEvent;
}

function wishesOf(event: SharedObjectEvent): NamedWish[] {
  switch (event.event) {
    case 'requestChange':
      return event.properties.map(changeOf);
    case 'requestRemove':
      return event.names.map((name) => ({ name, wish: { event: 'requestRemove', names: [name] } }));
    case 'sendMessage':
      return [{ wish: event }];
    default:
      return [];
  }
}

function changeOf(pair: PropertyPair): NamedWish {
  const [name, value] = pair;
  if (value === undefined || value === null) return { name, wish: { event: 'requestRemove', names: [name] } };
  return { name, wish: { event: 'requestChange', properties: [pair] } };
}

function wishOf(event: SharedObjectEvent, { use, knows }: Applicant) {
  return { use, knows, event };
}

/** Whether it can be said to another server at all. */
function fits(event: SharedObjectEvent, maxSize: number): boolean {
  try {
    EncodedEvent.within(maxSize, event);
    return true;
  } catch (error) {
    if (!(error instanceof AmfError)) throw error;
    return false;
  }
}
