import type { AccessEvent } from '../application/access-event.js';
import type { Clock, Timer } from '../time/clock.js';
import type { LoggedEvent, LoggedEventName } from './logged-event.js';

/** Into how many parts the time between two checkpoints is divided, so that not all are written at once. */
const PARTS = 60;

interface Going {
  readonly event: LoggedEventName;
  readonly told: AccessEvent;
  readonly since: number;
  /** Bytes that its connection had carried before, in the direction of the stream. */
  readonly bytesBefore: number;
  due: number;
}

const CONTINUES = new Map<string, LoggedEventName>([
  ['connect', 'connect-continue'],
  ['publish', 'publish-continue'],
  ['play', 'play-continue'],
]);
const ENDS = new Set(['disconnect', 'unpublish', 'stop']);

/** Tells again and again of what goes on for long, so that a log is right before everybody has left. */
export class AccessCheckpoints {
  readonly #going = new Map<object, Going>();
  #timer: Timer | undefined;

  /**
   * @param interval milliseconds between two of the same; 0 for none
   * @param tell hears of each
   */
  constructor(
    private readonly clock: Clock,
    private readonly interval: () => number,
    private readonly tell: (event: LoggedEvent) => void,
  ) {}

  happened(told: AccessEvent): void {
    const { event, client, stream, refusal } = told;
    const key = stream ?? client;
    if (key === undefined || client === undefined) return;
    if (ENDS.has(event)) return void this.#going.delete(key);
    const continued = CONTINUES.get(event);
    const interval = this.interval();
    if (continued === undefined || refusal !== undefined || interval === 0) return;
    const now = this.clock.now();
    const bytesBefore = carried(told, continued);
    this.#going.set(key, { event: continued, told, since: now, bytesBefore, due: now + interval });
    this.#wait();
  }

  #wait(): void {
    this.#timer ??= this.clock.after(Math.max(1, this.interval() / PARTS), () => {
      this.#timer = undefined;
      this.#round();
    });
  }

  #round(): void {
    const [now, interval] = [this.clock.now(), this.interval()];
    if (interval === 0) this.#going.clear();
    for (const going of this.#going.values()) {
      if (going.due > now) continue;
      going.due = now + interval;
      const { event, told, since, bytesBefore } = going;
      const streamBytes = event === 'connect-continue' ? {} : { streamBytes: carried(told, event) - bytesBefore };
      this.tell({ ...told, event, duration: now - since, ...streamBytes });
    }
    if (this.#going.size > 0) this.#wait();
  }
}

function carried({ client }: AccessEvent, event: LoggedEventName): number {
  const { received = 0, sent = 0 } = client?.connection.traffic ?? {};
  return event === 'play-continue' ? sent : received;
}
