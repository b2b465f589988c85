import type { AmfValue } from '../amf/value.js';
import type { SharedObjectHeader } from '../rtmp/message/shared-object.js';
import type { SharedObjectEvent } from '../rtmp/message/shared-object-event.js';
import type { Applicant, Result, Terms } from './apply-event.js';
import { applyEvent, UNINFORMED } from './apply-event.js';
import { Audiences } from './audiences.js';
import type { EncodedEvent } from './encoded-event.js';
import { clear, noWriteAccess } from './fixed-events.js';
import { ObjectLock } from './object-lock.js';
import type { SharedObjectUser } from './object-use.js';
import { ObjectUse } from './object-use.js';
import { ObjectVersions } from './object-versions.js';
import { Properties } from './properties.js';
import { SharedObjectCounts } from './shared-object-counts.js';
import type { ClientRequest, SharedObjectEnvironment } from './shared-object-environment.js';
import type { SharedObjectContent, SharedObjectStore, StorableSharedObject } from './shared-object-store.js';
import { UnstoredChanges } from './unstored-changes.js';
import type { Update } from './update.js';

/**
 * A remote shared object, and the one order of everything that happens to it. What happens in one turn of the event
 * loop, or while it is locked, is told at once and has one version; the audiences of a large one are told in turn, and
 * each hears what happened since it was told last.
 */
export class SharedObject implements StorableSharedObject {
  /** Whether it is stored without being flushed. */
  autoCommit: boolean;
  /** For how many versions it is known what was deleted. */
  resyncDepth: number;
  readonly counts: SharedObjectCounts;
  readonly persistent: boolean;
  /** Whether it can be stored here. */
  readonly isStored: boolean;
  /** Whether another instance owns it. */
  readonly isProxied: boolean = false;
  readonly #properties = new Properties();
  readonly #lock: ObjectLock;
  readonly #versions = new ObjectVersions();
  #useCount = 0;
  #mostUsers = 0;
  readonly #unstored = new UnstoredChanges();
  readonly #audiences: Audiences;

  constructor(
    readonly name: string,
    /** Where it is kept; undefined for an object that is not persistent. */
    private readonly store: SharedObjectStore | undefined,
    protected readonly environment: SharedObjectEnvironment,
    /** Nobody uses the object any more. */
    private readonly unused: () => void,
  ) {
    const { clock, logger, options, counts } = environment;
    ({ autoCommit: this.autoCommit, resyncDepth: this.resyncDepth } = options());
    this.persistent = this.isStored = store !== undefined;
    this.counts = new SharedObjectCounts(counts);
    const stage = {
      properties: this.#properties,
      since: (version: number) => this.#since(version),
      present: (others: Iterable<number | undefined>) => this.#present(others),
      deliver: (use: ObjectUse, update: Update) => this.#deliver(use, update),
    };
    this.#audiences = new Audiences(stage, environment.rounds, environment.audience);
    this.#lock = new ObjectLock(clock, () => {
      logger.warn('a shared object was locked for too long, and is unlocked', { object: name });
      this.#unlocked();
    });
  }

  get version(): number {
    return this.#versions.present;
  }

  /** Whether it has changed and that is not stored; never if it is not stored here. */
  get isDirty(): boolean {
    return this.isStored && this.#unstored.exist;
  }

  get isLocked(): boolean {
    return this.#lock.isLocked;
  }

  get users(): number {
    return this.#audiences.size;
  }

  /** How often somebody began to use it since it was loaded. */
  get joined(): number {
    return this.#useCount;
  }

  /** The most who used it at a time since then. */
  get mostUsers(): number {
    return this.#mostUsers;
  }

  /** How many properties there are. */
  get size(): number {
    return this.#properties.count;
  }

  /** Bytes of the names and values of all properties, as AMF0 has them. */
  get bytes(): number {
    return this.#properties.size;
  }

  /** Undefined if there is none. The value is to be read, never to be written: it is everybody's. */
  get(name: string): AmfValue {
    return this.#properties.get(name)?.value;
  }

  names(): string[] {
    return this.#properties.names();
  }

  /** Takes what was stored. Nobody has used the object yet. */
  restore(content: SharedObjectContent): void {
    if (this.#versions.restore(content.version)) return this.#properties.restore(content);
    const properties = new Map([...content.properties].map(([name, { value }]) => [name, { value, version: 1 }]));
    this.#properties.restore({ properties, deleted: new Map(), version: 1 });
  }

  /**
   * Somebody uses the object from now on, and is told what it is, or if that is known, what has changed since the
   * version that it had.
   *
   * @param version 0 for none
   */
  join(user: SharedObjectUser, version: number): ObjectUse {
    const [use, audience] = this.#enter(user);
    const comes = (): void => {
      if (use.isReleased) return;
      audience.comes(use, version);
      this.#audiences.plan();
    };
    if (this.isLocked) void this.#lock.wait(comes);
    else comes();
    return use;
  }

  /** A script uses the object from now on, locked or not. It sees what the object is, and is told what happens to it. */
  attach(user: SharedObjectUser): ObjectUse {
    const [use, audience] = this.#enter(user);
    audience.knows(use);
    return use;
  }

  #enter(user: SharedObjectUser): [use: ObjectUse, audience: ReturnType<Audiences['enter']>] {
    const use = new ObjectUse(++this.#useCount, user);
    const audience = this.#audiences.enter(use);
    this.#mostUsers = Math.max(this.#mostUsers, this.users);
    return [use, audience];
  }

  /** The user is told nothing any more; what it has asked for before happens nevertheless. */
  leave(use: ObjectUse): void {
    if (!this.#audiences.leave(use)) return;
    use.end();
    if (this.#audiences.size === 0) this.#nobodyLeft();
  }

  /** A client wants something. Answers a promise if it should not be listened to before that is fulfilled. */
  request(use: ObjectUse, request: ClientRequest): Promise<void> | undefined {
    if (this.isLocked) return this.#lock.wait(() => this.#request(use, request));
    this.#request(use, request);
    return undefined;
  }

  /** The server wants something, locked or not. Answers whether it happened. */
  command(use: ObjectUse, event: SharedObjectEvent, mayWrite = true): boolean {
    return this.#apply(event, { use, knows: Infinity, mayWrite });
  }

  /** Deletes all properties. @param by who wants it so; undefined if that is nobody who uses the object */
  clear(by?: ObjectUse): void {
    this.#changed();
    this.#properties.clear(this.version);
    this.#audiences.add({ news: { event: clear, ...(by && { by: by.id }) }, sender: undefined, answer: undefined });
    this.#audiences.plan();
  }

  /** Forgets which properties were deleted before that version; who knows an older one gets the whole object. */
  purge(version: number): void {
    this.#properties.purge(version);
  }

  /** Until it is unlocked, what clients want waits, and nobody is told anything. Answers how many locks there are. */
  lock(): number {
    this.#audiences.tell();
    return this.#lock.lock(this.environment.options().lockTimeOut);
  }

  /** Answers how many locks are left, or -1 if there was none. */
  unlock(): number {
    const left = this.#lock.unlock();
    if (left === 0) this.#unlocked();
    return left;
  }

  /** Resolves when what it is now would be there after a crash; rejects if that cannot be. */
  async flush(): Promise<void> {
    await this.store?.save(this);
  }

  content(): SharedObjectContent {
    this.#unstored.taken();
    return { name: this.name, version: this.version, ...this.#properties.content() };
  }

  stored(): void {
    this.#unstored.stored();
  }

  /** Ends all uses. */
  close(): void {
    for (const use of [...this.#audiences.uses()]) this.leave(use);
  }

  /** What happened up to now has the version in which users are told now. */
  #present(others: Iterable<number | undefined>): SharedObjectHeader | undefined {
    if (this.isLocked) return undefined;
    const { isChanged } = this.#versions;
    this.#versions.told(others);
    if (isChanged && this.resyncDepth !== Infinity) this.#properties.purge(this.version - this.resyncDepth);
    if (isChanged && this.autoCommit) this.store?.touch(this);
    return { name: this.name, version: this.version, persistent: this.persistent };
  }

  /** What who had that version does not know; undefined if it is not known what that is. */
  #since(version: number): EncodedEvent[] | undefined {
    const isKnown = this.isStored && this.#versions.includes(version) && version + this.resyncDepth >= this.version;
    return isKnown ? this.#properties.since(version) : undefined;
  }

  #request(use: ObjectUse, { version, events, mayWrite }: ClientRequest): void {
    const knows = version === use.cameWith ? UNINFORMED : Math.min(version, this.version);
    // Who has heard of another version has heard what the object is.
    if (version !== use.cameWith) use.cameWith = undefined;
    const applicant = { use, knows, mayWrite };
    let isRefused = false;
    for (const event of events) if (!this.#apply(event, applicant)) isRefused = true;
    if (isRefused) this.#audiences.add({ news: undefined, sender: use, answer: { event: noWriteAccess } });
  }

  /** Whether all of it was allowed, and within bounds. */
  #apply(event: SharedObjectEvent, applicant: Applicant): boolean {
    const results = this.results(event, this.terms(applicant));
    this.take(results);
    return results.every(({ outcome }) => outcome !== 'refused');
  }

  /** What comes at once of what a user wants. */
  protected results(event: SharedObjectEvent, terms: Terms): Result[] {
    return applyEvent(event, terms);
  }

  protected terms(applicant: Applicant): Terms {
    const { next: version } = this.#versions;
    return { properties: this.#properties, applicant, version, bounds: this.environment.options() };
  }

  protected take(results: readonly Result[]): void {
    for (const result of results) {
      if (result.outcome !== undefined) this.counts.add(result.outcome);
      if (result.outcome === 'changes') this.#changed();
      this.#audiences.add(result);
    }
    if (results.length > 0) this.#audiences.plan();
  }

  #changed(): void {
    this.#versions.changed();
    this.#unstored.changed();
    this.#audiences.changed();
  }

  #unlocked(): void {
    this.#lock.admit();
    this.#audiences.plan();
  }

  /** A user that fails is no concern of the others. */
  #deliver(use: ObjectUse, update: Update): void {
    try {
      if (!use.isReleased) use.user.receive(update);
    } catch (error) {
      this.environment.logger.error('a user of a shared object failed', { object: this.name, error });
    }
  }

  #nobodyLeft(): void {
    this.#lock.open();
    this.#lock.admit();
    this.#audiences.tell();
    this.#audiences.cancel();
    if (this.isDirty) this.store?.touch(this);
    this.unused();
  }
}
