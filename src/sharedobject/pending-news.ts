import type { SharedObjectHeader } from '../rtmp/message/shared-object.js';
import type { LatestUpdate } from './latest-update.js';
import type { ObjectUse } from './object-use.js';
import type { News } from './update.js';
import { Update } from './update.js';

/** Something that happened and was not told yet. */
export interface Entry {
  /** For everybody but the sender. */
  readonly news: News | undefined;
  readonly sender: ObjectUse | undefined;
  readonly answer: News | undefined;
  /** The property that it is about, which a later change makes old news. */
  readonly property?: string;
}

/**
 * What the users of an object have yet to be told, in the order in which it happened, which is the same for all of
 * them. Adding costs the same however many there are; telling costs one delivery each, and all who have asked for
 * nothing themselves share it.
 */
export class PendingNews {
  #entries: Entry[] = [];
  /** Where the last change of a property is, of those behind the last message that was sent. */
  readonly #changes = new Map<string, number>();
  /** Entries whose property has changed once more: their senders get their answers, and nobody anything else. */
  readonly #old = new Set<number>();
  /** Users who are not told the same as everybody else. */
  readonly #special = new Set<ObjectUse>();

  constructor(private readonly latest: LatestUpdate) {}

  get count(): number {
    return this.#entries.length;
  }

  add(entry: Entry): void {
    const at = this.#entries.push(entry) - 1;
    const { property, sender } = entry;
    if (sender !== undefined) this.#special.add(sender);
    if (property !== undefined) {
      const before = this.#changes.get(property);
      if (before !== undefined) this.#old.add(before);
      this.#changes.set(property, at);
    } else if (entry.news !== undefined) {
      // Whoever hears a message has heard of what changed before it, and not of what changed behind it.
      this.#changes.clear();
    }
  }

  /** The user comes, and knows all that has happened up to now. */
  joined(use: ObjectUse): void {
    if (this.#entries.length === 0) return;
    use.knows = this.#entries.length;
    this.#special.add(use);
  }

  /** Tells the users, and has nothing to tell any more. */
  tell(uses: Iterable<ObjectUse>, header: SharedObjectHeader, deliver: (use: ObjectUse, update: Update) => void): void {
    const entries = this.#entries;
    const old = new Set(this.#old);
    const special = new Set(this.#special);
    this.#entries = [];
    this.#changes.clear();
    this.#old.clear();
    this.#special.clear();
    const news = entries.flatMap((entry, at) => (entry.news === undefined || old.has(at) ? [] : [entry.news]));
    const update = this.latest.of(header, news);
    for (const use of uses) {
      const own = special.has(use) ? new Update(header, newsFor(use, entries, old)) : update;
      use.knows = 0;
      if (own.news.length > 0) deliver(use, own);
    }
  }
}

function newsFor(use: ObjectUse, entries: readonly Entry[], old: ReadonlySet<number>): News[] {
  const told: News[] = [];
  for (let at = use.knows; at < entries.length; at++) {
    const { sender, answer, news } = entries[at]!;
    if (sender === use) {
      if (answer !== undefined) told.push(answer);
    } else if (news !== undefined && !old.has(at)) {
      told.push(news);
    }
  }
  return told;
}
