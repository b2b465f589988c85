import { setImmediate } from 'node:timers';
import { receiveMessageOnPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { Plain } from '../protocol/bytes.js';
import { messageCost } from '../protocol/message-cost.js';
import type { Answer, FromScript, MessageList, ToScript } from '../protocol/script-messages.js';
import { Signal } from '../protocol/thread-signals.js';
import type { ThreadSignals } from '../protocol/thread-signals.js';

/** A list that is this long leaves at once. */
const LIST_COST = 64 * 1024;
/** What the server has not handled yet; a script that has told more stands still until the server has caught up. */
const WINDOW = 1024 * 1024;
/** A thread that waits looks whether it is still wanted so often. */
const LOOK_AGAIN = 1000;

type Operation = Extract<FromScript, { kind: 'operation' }>;

/** Where messages of the server go. {@link receive} only puts them in their order; nothing of a script runs in it. */
export interface LinkReceiver {
  receive(messages: readonly ToScript[]): void;
  /** All that was received is older than the answer for which that instance stands still. */
  overtaken(instance: string): void;
}

/** The way of a script's thread to the server. What one turn tells leaves as one list. */
export class WorkerLink {
  #outbox: FromScript[] = [];
  #cost = 0;
  #sent = 0;
  #undone = 0;
  #isPlanned = false;
  #lastAsk = 0;
  readonly #asked = new Map<number, (answer: Answer) => void>();

  constructor(
    private readonly port: MessagePort,
    private readonly signals: ThreadSignals,
    private readonly receiver: LinkReceiver,
    /** Milliseconds that an answer is waited for when the thread stands still. */
    private readonly nowTimeout: number,
  ) {}

  /** @param turn runs what was received */
  start(turn: () => void): void {
    this.port.on('message', (list: MessageList<ToScript>) => {
      this.#undone += list.cost;
      this.receiver.receive(list.messages);
      turn();
    });
  }

  send(message: FromScript): void {
    this.#outbox.push(message);
    this.#cost += messageCost(message);
    if (this.#cost >= LIST_COST) {
      this.flush();
      this.#waitForRoom();
    } else if (!this.#isPlanned) {
      this.#isPlanned = true;
      setImmediate(() => this.flush());
    }
  }

  /** @param settled called when the answer's turn has come */
  ask(operation: Operation, settled: (answer: Answer) => void): void {
    const ask = ++this.#lastAsk;
    this.#asked.set(ask, settled);
    this.send({ ...operation, ask });
  }

  /** An answer whose turn has come. */
  settle(answer: Answer): void {
    const settled = this.#asked.get(answer.ask);
    this.#asked.delete(answer.ask);
    settled?.(answer);
  }

  /** The thread stands still until the answer. Throws an Error: the operation failed, or takes too long. */
  now(operation: Operation): Plain {
    const ask = ++this.#lastAsk;
    this.#outbox.push({ ...operation, ask, now: true });
    this.#cost += messageCost(operation);
    this.flush();
    const answer = this.#waitFor(ask, operation.instance);
    if (answer === undefined) {
      throw new Error(`the server did not answer ${operation.operation} within ${this.nowTimeout / 1000} s`);
    }
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.value;
  }

  /** The script that stood still was ended, and could not say so. */
  resumed(): void {
    Atomics.store(this.signals, Signal.waiting, 0);
    Atomics.store(this.signals, Signal.asleep, 0);
  }

  /** All that was received is done: the server may send more. */
  done(): void {
    if (this.#undone === 0) return;
    Atomics.add(this.signals, Signal.doneByScript, this.#undone);
    this.#undone = 0;
  }

  /** What was told leaves. */
  flush(): void {
    this.#isPlanned = false;
    if (this.#outbox.length === 0) return;
    const list: MessageList<FromScript> = { messages: this.#outbox, cost: this.#cost };
    this.#outbox = [];
    this.#cost = 0;
    this.port.postMessage(list);
    this.#sent = (this.#sent + list.cost) | 0;
  }

  #waitFor(ask: number, instance: string): Answer | undefined {
    const deadline = performance.now() + this.nowTimeout;
    Atomics.store(this.signals, Signal.waiting, 1);
    try {
      for (;;) {
        const seen = Atomics.load(this.signals, Signal.wake);
        const answer = this.#lookFor(ask, instance);
        if (answer !== undefined) return answer;
        const left = deadline - performance.now();
        if (left <= 0) return undefined;
        this.#sleep(Signal.wake, seen, left);
      }
    } finally {
      this.resumed();
    }
  }

  /** Takes what has come. What came before the answer is received before, the rest after the script saw the former. */
  #lookFor(ask: number, instance: string): Answer | undefined {
    for (;;) {
      const list = receiveMessageOnPort(this.port)?.message as MessageList<ToScript> | undefined;
      if (list === undefined) return undefined;
      // Else the answer might wait for what waits for this.
      this.#undone += list.cost;
      this.done();
      const { messages } = list;
      const index = messages.findIndex((message) => message.kind === 'answer' && message.ask === ask);
      if (index < 0) {
        this.receiver.receive(messages);
        continue;
      }
      this.receiver.receive(messages.slice(0, index));
      this.receiver.overtaken(instance);
      this.receiver.receive(messages.slice(index + 1));
      return messages[index] as Answer;
    }
  }

  #waitForRoom(): void {
    for (;;) {
      const handled = Atomics.load(this.signals, Signal.handledByServer);
      if (((this.#sent - handled) | 0) <= WINDOW) return;
      this.#sleep(Signal.handledByServer, handled, LOOK_AGAIN);
    }
  }

  /**
   * Until another number than `seen` is at that place, or for no time while somebody looks at this thread: V8 ends the
   * process if a thread is ended that sleeps (Atomics.wait) and is looked at.
   */
  #sleep(place: number, seen: number, milliseconds: number): void {
    Atomics.store(this.signals, Signal.asleep, 1);
    if (Atomics.load(this.signals, Signal.looks) === 0) Atomics.wait(this.signals, place, seen, milliseconds);
    Atomics.store(this.signals, Signal.asleep, 0);
  }
}
