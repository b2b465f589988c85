import { setImmediate, setInterval } from 'node:timers';
import type { ToScript } from '../protocol/script-messages.js';
import { Signal } from '../protocol/thread-signals.js';
import type { WorkerSetup } from '../protocol/thread-signals.js';
import type { GuestMaker } from './guest-maker.js';
import { WorkerLink } from './link.js';
import type { LinkReceiver } from './link.js';
import { threadMemory } from './thread-memory.js';
import { WorkerInstance } from './worker-instance.js';

/** Milliseconds between two signs of life. */
const BEAT = 200;
const MEGABYTE = 1024 * 1024;

/** Makes guests; `realm` is the library of main.asc if the server has sent it. */
export type MakerOf = (realm: string | undefined) => GuestMaker;

/** The thread of an application's script: its instances, and whose turn it is. */
export class ScriptWorker implements LinkReceiver {
  readonly #instances = new Map<string, WorkerInstance>();
  readonly #link: WorkerLink;
  #make: GuestMaker;
  #isPlanned = false;
  #folder = '';

  constructor(
    private readonly setup: WorkerSetup,
    private readonly makerOf: MakerOf,
  ) {
    this.#make = makerOf(undefined);
    this.#link = new WorkerLink(setup.port, setup.signals, this, setup.nowTimeout);
  }

  start(): void {
    this.#link.start(() => this.#turn());
    // Timers that are due again and again keep a thread from what comes after them: only that is a sign of life.
    setInterval(() => setImmediate(() => this.#beat()), BEAT);
  }

  /** Absolute: of the application. */
  get folder(): string {
    return this.#folder;
  }

  /** Timers that all of its instances may have together. */
  get maxTimers(): number {
    let max = 0;
    for (const { setup } of this.#instances.values()) max += setup.maxTimers;
    return max;
  }

  get link(): WorkerLink {
    return this.#link;
  }

  receive(messages: readonly ToScript[]): void {
    for (const message of messages) this.#receive(message);
  }

  overtaken(instance: string): void {
    this.#instances.get(instance)?.overtake();
  }

  #beat(): void {
    const { signals, memory } = this.setup;
    Atomics.store(signals, Signal.memory, Math.round(threadMemory(memory) / MEGABYTE));
    Atomics.add(signals, Signal.beat, 1);
  }

  #receive(message: ToScript): void {
    switch (message.kind) {
      case 'event':
        this.#instances.get(message.instance)?.event(message);
        break;
      case 'answer':
        this.#link.settle(message);
        break;
      case 'load': {
        const instance = new WorkerInstance(message, this.#link, () => this.#plan());
        this.#folder = message.setup.folder;
        this.#instances.get(message.instance)?.close();
        this.#instances.set(message.instance, instance);
        const make = this.#make;
        setImmediate(() => instance.begin(make));
        break;
      }
      case 'unload': {
        const instance = this.#instances.get(message.instance);
        this.#instances.delete(message.instance);
        // The thread may stand still within it.
        setImmediate(() => instance?.close());
        break;
      }
      case 'realm':
        this.#make = this.makerOf(message.source);
        break;
    }
  }

  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#isPlanned = false;
    for (const instance of this.#instances.values()) if (!instance.isIdle) instance.drain();
    for (const instance of this.#instances.values()) if (!instance.isIdle) return this.#plan();
    this.#link.done();
  }
}
