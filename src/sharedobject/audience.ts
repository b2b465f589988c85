import type { SharedObjectHeader } from '../rtmp/message/shared-object.js';
import type { EncodedEvent } from './encoded-event.js';
import type { LatestUpdate } from './latest-update.js';
import type { Teller } from './news-rounds.js';
import type { ObjectUse } from './object-use.js';
import type { Entry } from './pending-news.js';
import { PendingNews } from './pending-news.js';
import type { Properties } from './properties.js';
import type { Update } from './update.js';
import { Welcome } from './welcome.js';

/** The object of an audience. */
export interface Stage {
  readonly properties: Properties;
  /** What who had that version does not know; undefined if it is not known what that is. */
  since(version: number): EncodedEvent[] | undefined;
  /** Some users are told now, in a version that is none of `others`; undefined if nobody is to be told anything. */
  present(others: Iterable<number | undefined>): SharedObjectHeader | undefined;
  deliver(use: ObjectUse, update: Update): void;
}

/**
 * Users of an object who are told at the same time. All of a small object are one audience; those of a large one are
 * several, who are told one after the other: telling takes a while, and so nobody waits for all the others.
 */
export class Audience implements Teller {
  readonly #uses = new Set<ObjectUse>();
  readonly #pending: PendingNews;
  readonly #welcome: Welcome;
  #isTelling = false;

  constructor(
    private readonly stage: Stage,
    readonly lane: number,
    latest: LatestUpdate,
  ) {
    this.#pending = new PendingNews(latest);
    this.#welcome = new Welcome(stage.properties, (version) => stage.since(version));
  }

  get size(): number {
    return this.#uses.size;
  }

  enter(use: ObjectUse): void {
    this.#uses.add(use);
  }

  /** The user is to be told what the object is. @param version that it had */
  comes(use: ObjectUse, version: number): void {
    this.#welcome.comes(use, version);
    this.#pending.joined(use);
  }

  /** The user knows what the object is now. */
  knows(use: ObjectUse): void {
    this.#pending.joined(use);
  }

  leaves(use: ObjectUse): void {
    this.#uses.delete(use);
    this.#welcome.leaves(use);
  }

  /** Something happened. */
  add(entry: Entry): void {
    this.#pending.add(entry);
  }

  /** The properties are no longer what they were. */
  changed(): void {
    this.#welcome.changed();
  }

  tell(): number {
    const { count } = this.#pending;
    if (this.#isTelling || (count === 0 && this.#welcome.isDone)) return 0;
    const header = this.stage.present(this.#welcome.strangeVersions());
    if (header === undefined) return 0;
    const deliver = (use: ObjectUse, update: Update): void => this.stage.deliver(use, update);
    this.#isTelling = true;
    try {
      this.#welcome.greet(header, deliver);
      this.#pending.tell(this.#uses, header, deliver);
    } finally {
      this.#isTelling = false;
    }
    return count;
  }
}
