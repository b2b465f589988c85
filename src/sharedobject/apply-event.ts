import { AmfError } from '../amf/amf-error.js';
import type { AmfValue } from '../amf/value.js';
import type { SharedObjectEvent } from '../rtmp/message/shared-object-event.js';
import { EncodedEvent } from './encoded-event.js';
import type { ObjectUse } from './object-use.js';
import type { Entry } from './pending-news.js';
import type { Properties, Property, PropertyBounds } from './properties.js';

/** Who wants something of an object, and what for. */
export interface Applicant {
  readonly use: ObjectUse;
  /** The version that it has heard of: what changed since, it does not know. */
  readonly knows: number;
  readonly mayWrite: boolean;
  /** It is decided already that it happens, whatever the user knew. */
  readonly isGranted?: true;
}

/** What came of a request. `rejected`: somebody else was faster. `refused`: not allowed, or out of bounds. */
export type Outcome = 'changes' | 'messages' | 'rejected' | 'refused';

export interface Result extends Entry {
  /** Absent from what only goes with another. */
  readonly outcome?: Outcome;
}

/** What a request meets with. */
export interface Terms {
  readonly properties: Properties;
  readonly applicant: Applicant;
  readonly version: number;
  readonly bounds: PropertyBounds;
}

/** What somebody knows of an object who has not heard yet what it is. */
export const UNINFORMED = -1;

/**
 * What comes of one event of a user. Properties that change get `version`. Events that only a server sends, and those
 * that have nothing to do with properties and messages, come to nothing.
 *
 * Who wrote what a property is now may write it again without having heard that it did; anybody else must know what it
 * overwrites, and is otherwise told. What a user has yet to hear may undo what it wrote in its own copy: that a property
 * was deleted, or what it is after an earlier request. So it is told what the property is now, too.
 */
export function applyEvent(event: SharedObjectEvent, terms: Terms): Result[] {
  switch (event.event) {
    case 'requestChange':
      return event.properties.flatMap(([name, value]) =>
        value === undefined || value === null ? [remove(terms, name)] : change(terms, name, value),
      );
    case 'requestRemove':
      return event.names.map((name) => remove(terms, name));
    case 'sendMessage':
      return [send(terms, event)];
    default:
      return [];
  }
}

function change(terms: Terms, name: string, value: AmfValue): Result[] {
  const { properties, applicant, version, bounds } = terms;
  const before = properties.get(name);
  const { use } = applicant;
  if (!applicant.mayWrite) return [setRight('refused', terms, name, before)];
  const isLate = isStale(applicant, before);
  if (isLate && applicant.isGranted === undefined) return [setRight('rejected', terms, name, before)];
  const after = properties.set(name, value, version, use.id, bounds);
  if (after === undefined) return [setRight('refused', terms, name, before)];
  const changed: Result = {
    outcome: 'changes',
    news: { event: after.change },
    sender: use,
    answer: { event: new EncodedEvent({ event: 'success', names: [name] }) },
    property: name,
  };
  if (!isLate && Math.max(after.deletedIn, use.correctedIn) <= applicant.knows) return [changed];
  use.correctedIn = version;
  return [changed, { news: undefined, sender: use, answer: { event: after.change } }];
}

function remove(terms: Terms, name: string): Result {
  const { properties, applicant, version, bounds } = terms;
  const before = properties.get(name);
  if (!applicant.mayWrite) return setRight('refused', terms, name, before);
  if (before === undefined)
    return { ...setRight(undefined, terms, name, before), answer: { event: removed(name), by: applicant.use.id } };
  const isLate = isStale(applicant, before) && applicant.isGranted === undefined;
  if (isLate) return setRight('rejected', terms, name, before);
  properties.delete(name, version, bounds.maxProperties);
  const news = { event: removed(name), by: applicant.use.id };
  return { outcome: 'changes', news, sender: undefined, answer: undefined, property: name };
}

function send({ applicant: { use, mayWrite }, bounds }: Terms, event: SharedObjectEvent): Result {
  const message = mayWrite ? messageOf(event, bounds.maxPropertySize) : undefined;
  if (message === undefined) return { outcome: 'refused', news: undefined, sender: use, answer: undefined };
  return { outcome: 'messages', news: { event: message }, sender: undefined, answer: undefined };
}

function messageOf(event: SharedObjectEvent, maxSize: number): EncodedEvent | undefined {
  try {
    return EncodedEvent.within(maxSize, event);
  } catch (error) {
    if (!(error instanceof AmfError)) throw error;
    return undefined;
  }
}

/** Whether somebody else has made of the property what the user does not know. */
export function isStale({ use, knows }: Applicant, property: Property | undefined): boolean {
  return property !== undefined && property.version > knows && property.writer !== use.id;
}

/** The sender is told what the property is, whatever it did to its own copy. */
export function setRight(
  outcome: Outcome | undefined,
  { applicant: { use }, version }: Terms,
  name: string,
  present: Property | undefined,
): Result {
  use.correctedIn = version;
  return {
    ...(outcome && { outcome }),
    news: undefined,
    sender: use,
    answer: { event: present?.change ?? removed(name), ...(outcome && { isCorrection: true }) },
  };
}

function removed(name: string): EncodedEvent {
  return new EncodedEvent({ event: 'remove', names: [name] });
}
