import type { AmfValue } from '../amf/value.js';
import type { SharedObjectEvent } from '../rtmp/message/shared-object-event.js';
import type { Result, Terms } from './apply-event.js';
import { applyEvent, setRight } from './apply-event.js';
import { EncodedEvent } from './encoded-event.js';
import { forwardEvent } from './forward-event.js';
import type { ObjectAuthority, Wish } from './object-authority.js';
import type { SharedObjectUser } from './object-use.js';
import { ObjectUse } from './object-use.js';
import type { SharedObjectEnvironment } from './shared-object-environment.js';
import { SharedObject } from './shared-object.js';

/** What the owner has decided about a wish. */
export interface Decision {
  readonly granted?: Wish;
  readonly rejected?: Wish;
}

/** Whoever uses the object where it is owned. */
const OWNER = new ObjectUse(0, { receive: () => undefined });

/**
 * A shared object that another instance owns, as the clients and the script of this one use it, under the same name.
 * What they want is asked of the owner; what the owner says happens, in its order. It is stored where it is owned.
 */
export class ProxiedSharedObject extends SharedObject {
  override readonly isProxied = true;
  readonly #scripts = new Set<ObjectUse>();

  constructor(
    name: string,
    override readonly persistent: boolean,
    private readonly authority: ObjectAuthority,
    environment: SharedObjectEnvironment,
    unused: () => void,
  ) {
    super(name, undefined, environment, unused);
  }

  override attach(user: SharedObjectUser): ObjectUse {
    const use = super.attach(user);
    this.#scripts.add(use);
    return use;
  }

  override leave(use: ObjectUse): void {
    this.#scripts.delete(use);
    super.leave(use);
  }

  /** The owner is asked to delete what there is; without somebody who uses the object, nothing happens. */
  override clear(by?: ObjectUse): void {
    if (by !== undefined) this.command(by, { event: 'requestRemove', names: this.names() });
  }

  /**
   * The owner says what the property is now: null if it is deleted.
   *
   * @param decision whose wish that is, or who wanted something else
   */
  decide(name: string, value: AmfValue, { granted, rejected }: Decision = {}): void {
    const event: SharedObjectEvent = { event: 'requestChange', properties: [[name, value]] };
    const { use, knows } = granted ?? { use: OWNER, knows: Infinity };
    const results = applyEvent(event, this.terms({ use, knows, mayWrite: true, ...(granted && { isGranted: true }) }));
    if (results.some(({ outcome }) => outcome === 'refused')) {
      const { maxProperties, maxPropertySize, maxSize } = this.environment.options();
      this.environment.logger.warn('a shared object of another instance is larger than objects may be here', {
        ...{ object: this.name, maxProperties, maxPropertySize, maxSize },
      });
    }
    this.take(rejected === undefined ? results : results.map((result) => withCorrection(result, rejected)));
  }

  /** The wish comes to nothing. */
  deny({ use, knows, event }: Wish): void {
    const terms = this.terms({ use, knows, mayWrite: true });
    for (const name of namesOf(event)) this.take([setRight('rejected', terms, name, terms.properties.get(name))]);
  }

  /** The owner says that all properties are gone. */
  cleared(): void {
    super.clear();
  }

  /** Somebody has sent this to everybody. */
  sent(message: SharedObjectEvent): void {
    this.take([
      { outcome: 'messages', news: { event: new EncodedEvent(message) }, sender: undefined, answer: undefined },
    ]);
  }

  /** The owner says something to this instance, which is for its script. */
  status(event: SharedObjectEvent): void {
    const answer = { event: new EncodedEvent(event) };
    this.take([...this.#scripts].map((sender) => ({ news: undefined, sender, answer })));
  }

  protected override results(event: SharedObjectEvent, terms: Terms): Result[] {
    return terms.applicant.mayWrite ? forwardEvent(event, terms, this.authority) : applyEvent(event, terms);
  }
}

function withCorrection(result: Result, { use }: Wish): Result {
  const told = result.news ?? result.answer;
  return told === undefined ? result : { ...result, sender: use, answer: { ...told, isCorrection: true } };
}

function namesOf(event: SharedObjectEvent): readonly string[] {
  if ('names' in event) return event.names;
  return 'properties' in event ? event.properties.map(([name]) => name) : [];
}
