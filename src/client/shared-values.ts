import type { AmfValue } from '../amf/value.js';
import type { SharedObjectEvent } from '../rtmp/message/shared-object-event.js';

/** What happened to a property, by its name; all are gone after `clear`. */
export type ValueChange =
  | { readonly type: 'clear' }
  | {
      /** `success` and `reject`: what became of an own change. */
      readonly type: 'change' | 'delete' | 'success' | 'reject';
      readonly name: string;
      readonly oldValue: AmfValue;
    };

/**
 * The properties of a shared object as a client sees them: its own changes at once, until the server says otherwise. The
 * server's order decides; of a change that came too late it says what the property is instead.
 */
export class SharedValues {
  readonly #values = new Map<string, AmfValue>();
  /** How many own changes of a property the server has not answered. */
  readonly #asked = new Map<string, number>();

  get(name: string): AmfValue {
    return this.#values.get(name);
  }

  names(): string[] {
    return [...this.#values.keys()];
  }

  /** An own change; null and undefined delete. */
  set(name: string, value: AmfValue): void {
    if (value === undefined || value === null) this.#values.delete(name);
    else this.#values.set(name, value);
  }

  /** The server is asked for an own change. */
  asked(name: string): void {
    this.#asked.set(name, (this.#asked.get(name) ?? 0) + 1);
  }

  /** Everything is told anew, and nothing that was asked will be answered. */
  forget(): void {
    this.#asked.clear();
  }

  /** What the server says. Answers what came of it. */
  take(event: SharedObjectEvent): ValueChange[] {
    switch (event.event) {
      case 'clear':
        this.#values.clear();
        return [{ type: 'clear' }];
      case 'change':
        return event.properties.map(([name, value]) => {
          const oldValue = this.#values.get(name);
          const type = this.#asked.delete(name) ? 'reject' : 'change';
          this.set(name, value);
          return { type, name, oldValue };
        });
      case 'remove':
        return event.names.map((name) => {
          const oldValue = this.#values.get(name);
          this.#answered(name);
          this.#values.delete(name);
          return { type: 'delete', name, oldValue };
        });
      case 'success':
        return event.names.map((name) => {
          this.#answered(name);
          return { type: 'success', name, oldValue: this.#values.get(name) };
        });
      default:
        return [];
    }
  }

  #answered(name: string): void {
    const left = (this.#asked.get(name) ?? 0) - 1;
    if (left > 0) this.#asked.set(name, left);
    else this.#asked.delete(name);
  }
}
