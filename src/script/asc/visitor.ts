import type { EventAnswer } from '../guest/guest.js';
import type { ClientRecord } from '../protocol/script-events.js';

/** A client as the library knows it: whether it is in, and who waits to hear that. Scripts see its `Client`. */
export class Visitor {
  /** `gone`: rejected, disconnected, or it left. */
  state: 'pending' | 'in' | 'gone' = 'pending';

  constructor(
    readonly record: ClientRecord,
    private readonly answered: EventAnswer | undefined,
  ) {}

  /** True if it was not in and may be now. */
  accept(): boolean {
    if (this.state !== 'pending') return false;
    this.state = 'in';
    this.answered?.(undefined, { answer: 'accept' });
    return true;
  }

  /** False if it is in, or gone. */
  reject(description: string, data?: Uint8Array, redirect?: string): boolean {
    if (this.state !== 'pending') return false;
    this.state = 'gone';
    const answer = {
      answer: 'reject',
      description,
      ...(data && { data }),
      ...(redirect !== undefined && { redirect }),
    };
    this.answered?.(undefined, answer);
    return true;
  }
}
