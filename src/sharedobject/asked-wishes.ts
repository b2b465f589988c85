import type { AmfValue } from '../amf/value.js';
import type { Wish } from './object-authority.js';

/** What was asked for one property. */
interface Slot {
  /** Not answered, oldest first. */
  readonly wishes: Wish[];
  /** What it was last asked to be. */
  lastValue: AmfValue;
  /** It was deleted since the oldest was asked for: the owner does not want what was asked, or somebody else was first. */
  isRemoved: boolean;
}

/**
 * What the owner of an object was asked for and has not answered. It answers in the order in which it was asked, but
 * nothing says to whom: a property that is otherwise may be the answer, or somebody else's doing. Who guesses wrong at
 * that has told a user `reject` instead of `change`, and what the property is nevertheless.
 */
export class AskedWishes {
  readonly #slots = new Map<string, Slot>();

  add(name: string, value: AmfValue, wish: Wish): void {
    let slot = this.#slots.get(name);
    if (slot === undefined) this.#slots.set(name, (slot = { wishes: [], lastValue: undefined, isRemoved: false }));
    slot.wishes.push(wish);
    if (value !== undefined) slot.lastValue = value;
  }

  /** `success`. Answers whose wish it was, or if that is not known, what the property is now. */
  granted(name: string): { readonly wish?: Wish; readonly value: AmfValue } {
    const slot = this.#slots.get(name);
    if (slot === undefined) return { value: undefined };
    slot.isRemoved = false;
    let wish = slot.wishes.shift();
    // The owner need not tell of a deletion that it followed up at once.
    while (wish !== undefined && valueOf(wish) === undefined) wish = slot.wishes.shift();
    if (slot.wishes.length === 0) this.#slots.delete(name);
    return wish === undefined ? { value: slot.lastValue } : { wish, value: valueOf(wish) };
  }

  /** The property was changed by somebody else. Answers whose wish that rejects, if there is any. */
  changed(name: string): Wish | undefined {
    const slot = this.#slots.get(name);
    if (slot === undefined) return undefined;
    slot.isRemoved = false;
    return slot.wishes.shift();
  }

  /** The property was deleted. Answers whose wish that was, if it was one. */
  removed(name: string): Wish | undefined {
    const slot = this.#slots.get(name);
    const first = slot?.wishes[0];
    if (slot === undefined || first === undefined) return undefined;
    slot.isRemoved = valueOf(first) !== undefined;
    if (slot.isRemoved) return undefined;
    slot.wishes.shift();
    if (slot.wishes.length === 0) this.#slots.delete(name);
    return first;
  }

  /** Something was not allowed. Answers the wishes that were answered with a deletion. */
  refused(): Wish[] {
    const refused: Wish[] = [];
    for (const slot of this.#slots.values()) {
      if (slot.isRemoved) refused.push(...slot.wishes.splice(0, 1));
      slot.isRemoved = false;
    }
    return refused;
  }

  /** No answer will come any more. */
  abandon(): Wish[] {
    const wishes = [...this.#slots.values()].flatMap((slot) => slot.wishes);
    this.#slots.clear();
    return wishes;
  }
}

/** Undefined of a deletion. */
function valueOf({ event }: Wish): AmfValue {
  return event.event === 'requestChange' ? event.properties[0]?.[1] : undefined;
}
