import type { Stage } from './audience.js';
import { Audience } from './audience.js';
import { LatestUpdate } from './latest-update.js';
import type { NewsRounds } from './news-rounds.js';
import type { ObjectUse } from './object-use.js';
import type { Entry } from './pending-news.js';

/** Users beyond whom an object has another audience, up to as many as these. */
const FULL = 250;
const MOST = 4;

/** Who uses an object, in audiences. */
export class Audiences {
  readonly #audienceOf = new Map<ObjectUse, Audience>();
  readonly #audiences: Audience[];
  readonly #latest = new LatestUpdate();

  constructor(
    private readonly stage: Stage,
    private readonly rounds: NewsRounds,
    private readonly full = FULL,
  ) {
    this.#audiences = [new Audience(stage, 0, this.#latest)];
  }

  /** How many users there are. */
  get size(): number {
    return this.#audienceOf.size;
  }

  uses(): IterableIterator<ObjectUse> {
    return this.#audienceOf.keys();
  }

  /** Somebody uses the object from now on. */
  enter(use: ObjectUse): Audience {
    const audience = this.#roomiest();
    audience.enter(use);
    this.#audienceOf.set(use, audience);
    return audience;
  }

  /** Answers false if nobody has used it so. */
  leave(use: ObjectUse): boolean {
    this.#audienceOf.get(use)?.leaves(use);
    return this.#audienceOf.delete(use);
  }

  /** Something happened that everybody is to be told. */
  add(entry: Entry): void {
    for (const audience of this.#audiences) audience.add(entry);
  }

  /** The properties are no longer what they were. */
  changed(): void {
    for (const audience of this.#audiences) audience.changed();
  }

  /** Everybody is told what is new in the next rounds. */
  plan(): void {
    for (const audience of this.#audiences) this.rounds.plan(audience);
  }

  /** Everybody is told now. */
  tell(): void {
    for (const audience of this.#audiences) this.rounds.now(audience);
  }

  /** Nobody is told anything any more. */
  cancel(): void {
    for (const audience of this.#audiences) this.rounds.cancel(audience);
  }

  #roomiest(): Audience {
    let roomiest = this.#audiences[0]!;
    for (const audience of this.#audiences) if (audience.size < roomiest.size) roomiest = audience;
    if (roomiest.size < this.full || this.#audiences.length === MOST) return roomiest;
    const another = new Audience(this.stage, this.#audiences.length, this.#latest);
    this.#audiences.push(another);
    return another;
  }
}
