import { isAbsolute, relative } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { Logger } from '../../log/logger.js';
import { residentMemory } from '../../net/resident-memory.js';
import type { Clock } from '../../time/clock.js';
import type { Plain } from '../protocol/bytes.js';
import type { FromScript, InstanceSetup, MessageList, ScriptLogLine, ToScript } from '../protocol/script-messages.js';
import type { ScriptEvent, ScriptEvents } from '../protocol/script-events.js';
import { createThreadSignals, Signal } from '../protocol/thread-signals.js';
import type { WorkerSetup } from '../protocol/thread-signals.js';
import { ScriptError } from '../script-error.js';
import type { BusyPlace } from './look-at-thread.js';
import { endThread } from './ending-threads.js';
import { keepLoopsInterruptible } from './interruptible-loops.js';
import type { OperationHandlers } from './operation-handlers.js';
import { OperationService } from './operation-service.js';
import { PendingAnswers } from './pending-answers.js';
import { ThreadLoad, utilizationOf } from './thread-load.js';
import { ThreadLooks } from './thread-looks.js';
import { ThreadOutbox } from './thread-outbox.js';
import { ThreadWatch, tooMuchMemory } from './thread-watch.js';

export interface ScriptThreadOptions {
  /** For the log, and for those who look at the threads of the process. */
  readonly application: string;
  /** Bytes of memory that all instances of the application may use together. */
  readonly memory: number;
  /** Milliseconds that one call may take; 0: no bound. */
  readonly maxTime: number;
  /** What the thread runs; a test has its own. */
  readonly entry?: URL;
  /** The library of main.asc as a classic script. */
  readonly realm?: () => Promise<string>;
}

/** Who runs an instance on a thread. */
export interface ThreadInstance {
  readonly operations: OperationHandlers;
  log(line: ScriptLogLine): void;
  /** The thread is gone, and with it the instance. `reason` is for people. */
  ended(reason: string): void;
}

interface LoadedInstance {
  readonly user: ThreadInstance;
  readonly service: OperationService;
  readonly folder: string;
}

/** Milliseconds beyond `maxTime` after which a thread is ended that does not come back. */
const MARGIN = 3000;
/** Milliseconds that a script stands still for an answer. */
const NOW_TIMEOUT = 10_000;
const MEGABYTE = 1024 * 1024;
/**
 * Megabytes that V8 may use for a thread beyond what the script may. At its own limit V8 ends the thread, but the whole
 * process if it is a single value that does not fit: a table that grows to twice its size. So that limit is where no
 * value reaches it before a look at the thread has seen that the script uses too much.
 */
const MARGIN_OF_HEAP = 4096;

/** The thread of one application's script, seen from the server: a Worker and what passes to and fro. */
export class ScriptThread {
  readonly #signals = createThreadSignals();
  readonly #pending = new PendingAnswers();
  readonly #instances = new Map<string, LoadedInstance>();
  readonly #watch: ThreadWatch;
  readonly #looks: ThreadLooks;
  #load: ThreadLoad | undefined;
  #worker: Worker | undefined;
  #port: MessagePort | undefined;
  #outbox: ThreadOutbox | undefined;
  #handled = 0;
  #realm: Promise<string> | undefined;
  #ended: Promise<void> = Promise.resolve();
  #reason: string | undefined;

  constructor(
    private readonly options: ScriptThreadOptions,
    private readonly clock: Clock,
    private readonly logger: Logger,
    /** Hears what is said where no instance is known whose it is. */
    private readonly log: (line: ScriptLogLine) => void,
  ) {
    const limits = {
      maxBusy: options.maxTime > 0 ? options.maxTime + MARGIN : 0,
      maxWait: NOW_TIMEOUT + MARGIN,
      memory: options.memory,
      processMemory: residentMemory,
    };
    const { memory, maxTime } = options;
    this.#looks = new ThreadLooks({ memory, maxTime, signals: this.#signals, threadId: () => this.#worker?.threadId });
    this.#watch = new ThreadWatch(this.#signals, clock, limits, {
      busy: (milliseconds) => this.#looks.busy(milliseconds),
      grown: () => void this.#grown(),
      lost: (reason) => void this.#lost(reason),
    });
  }

  /** Why it runs no more; undefined as long as it does. */
  get endReason(): string | undefined {
    return this.#reason;
  }

  /** Keys of its instances. */
  get instances(): readonly string[] {
    return [...this.#instances.keys()];
  }

  start(): void {
    const { port1, port2 } = new MessageChannel() as unknown as { port1: MessagePort; port2: MessagePort };
    const { application, memory } = this.options;
    const setup: WorkerSetup = { application, signals: this.#signals, port: port2, memory, nowTimeout: NOW_TIMEOUT };
    keepLoopsInterruptible();
    const worker = new Worker(this.options.entry ?? new URL('../worker/main.js', import.meta.url), {
      name: application,
      workerData: setup,
      transferList: [port2],
      argv: [],
      execArgv: [],
      stdin: false,
      resourceLimits: { maxOldGenerationSizeMb: Math.ceil(memory / MEGABYTE) + MARGIN_OF_HEAP },
    });
    worker.on('error', (error: unknown) => this.#end(describeEnd(error, memory)));
    worker.on('exit', (code) => this.#end(`the thread of the script ended by itself (exit code ${code})`));
    worker.unref();
    port1.on('message', (list: MessageList<FromScript>) => this.#receive(list));
    port1.unref();
    this.#outbox = new ThreadOutbox(port1, this.#signals, this.clock, (bytes) => {
      this.#end(`the script does not keep up: ${Math.round(bytes / MEGABYTE)} MB wait for it`);
    });
    this.#worker = worker;
    this.#port = port1;
    this.#watch.start();
    this.#load = new ThreadLoad(this.clock, utilizationOf(worker), (text) => this.log({ level: 'warning', text }));
    this.#load.start();
  }

  /** Has the thread load an instance. Rejects with a ScriptError that says why it cannot. */
  async load(setup: InstanceSetup, user: ThreadInstance): Promise<void> {
    const service = new OperationService(setup.path, user.operations, this.logger);
    const entry = { user, service, folder: setup.folder };
    this.#instances.set(setup.key, entry);
    try {
      if (setup.language === 'asc') await this.#sendRealm();
      await this.#pending.ask(setup.key, (ask) => this.#send({ kind: 'load', instance: setup.key, ask, setup }));
    } catch (error) {
      if (this.#instances.get(setup.key) === entry) this.unload(setup.key);
      throw error;
    }
  }

  /** The instance runs no more; whoever waits for an answer of its hears that. */
  unload(instance: string): void {
    if (!this.#instances.delete(instance)) return;
    this.#send({ kind: 'unload', instance });
    this.#pending.fail(new ScriptError('ended', 'the instance was unloaded'), instance);
  }

  /** Tells an instance of something. */
  tell<Name extends ScriptEvent>(instance: string, event: Name, ...args: Parameters<ScriptEvents[Name]>): void {
    this.#send({ kind: 'event', instance, event, args: args as readonly Plain[] });
  }

  /** Asks an instance. Rejects with a ScriptError. */
  ask<Name extends ScriptEvent>(
    instance: string,
    event: Name,
    ...args: Parameters<ScriptEvents[Name]>
  ): Promise<ReturnType<ScriptEvents[Name]>> {
    const answer = this.#pending.ask(instance, (ask) => {
      this.#send({ kind: 'event', instance, event, args: args as readonly Plain[], ask });
    });
    return answer as Promise<ReturnType<ScriptEvents[Name]>>;
  }

  /** Ends the thread. Resolves when it is gone, or does not go because it is in the midst of something that cannot be ended. */
  async close(): Promise<void> {
    this.#end('the server ended the thread of the script');
    await new Promise<void>((resolve) => {
      const patience = this.clock.after(MARGIN, resolve);
      void this.#ended.then(() => {
        patience.cancel();
        resolve();
      });
    });
  }

  async #sendRealm(): Promise<void> {
    this.#realm ??= this.#loadRealm();
    await this.#realm;
  }

  async #loadRealm(): Promise<string> {
    if (this.options.realm === undefined) throw new ScriptError('failed', 'there is no library for main.asc');
    const source = await this.options.realm();
    this.#send({ kind: 'realm', source });
    return source;
  }

  #send(message: ToScript): void {
    if (this.#reason !== undefined) {
      if ('ask' in message && message.ask !== undefined && message.kind !== 'answer') {
        this.#pending.fail(new ScriptError('ended', this.#reason));
      }
      return;
    }
    this.#outbox?.push(message);
  }

  #receive({ messages, cost }: MessageList<FromScript>): void {
    for (const message of messages) this.#handle(message);
    if (this.#handled === 0) this.clock.endOfTurn(() => this.#grant());
    this.#handled += cost;
  }

  /** Only now the script may send more, so that a turn of the server handles no more than one window of it. */
  #grant(): void {
    Atomics.add(this.#signals, Signal.handledByServer, this.#handled);
    Atomics.notify(this.#signals, Signal.handledByServer);
    this.#handled = 0;
    this.#outbox?.flush();
  }

  #handle(message: FromScript): void {
    switch (message.kind) {
      case 'answer':
        this.#pending.settle(message);
        break;
      case 'log':
        this.#logOf(message.instance)(message.line);
        break;
      case 'runaway':
        void this.#runaway(message.instance, message.text);
        break;
      case 'operation': {
        const { ask, now } = message;
        const service = this.#instances.get(message.instance)?.service;
        if (ask === undefined) service?.tell(message.operation, message.args);
        else if (service === undefined) this.#answer(ask, 'the instance is unloaded', undefined, now);
        else service.ask(message.operation, message.args, (error, value) => this.#answer(ask, error, value, now));
        break;
      }
    }
  }

  #answer(ask: number, error: string | undefined, value: Plain, now: true | undefined): void {
    this.#send(error === undefined ? { kind: 'answer', ask, value } : { kind: 'answer', ask, error });
    if (now) this.#outbox?.flush();
  }

  async #grown(): Promise<void> {
    const isTooMuch = await this.#looks.usesTooMuch();
    if (isTooMuch === false) this.#watch.looked();
    else if (isTooMuch) void this.#lost(tooMuchMemory(this.options.memory));
  }

  async #lost(reason: string): Promise<void> {
    const place = await this.#placeIn([...this.#instances.values()][0]);
    this.#end(place === undefined ? reason : `${reason} (it was at ${place.file}:${place.line})`);
  }

  async #runaway(instance: string, text: string): Promise<void> {
    const place = await this.#placeIn(this.#instances.get(instance));
    this.#looks.forget();
    this.#logOf(instance)({ level: 'error', text, ...place });
  }

  /** Where it was busy; the file relative to the application's folder. */
  async #placeIn(instance: LoadedInstance | undefined): Promise<BusyPlace | undefined> {
    const place = await this.#looks.place();
    if (place === undefined || instance === undefined || !isAbsolute(place.file)) return place;
    return { ...place, file: relative(instance.folder, place.file) };
  }

  #logOf(instance: string): (line: ScriptLogLine) => void {
    const user = this.#instances.get(instance)?.user;
    return user === undefined ? this.log : (line) => user.log(line);
  }

  #end(reason: string): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#watch.close();
    this.#load?.close();
    this.#outbox?.close();
    this.#port?.close();
    this.#pending.fail(new ScriptError('ended', reason));
    const users = [...this.#instances.values()].map(({ user }) => user);
    this.#instances.clear();
    if (this.#worker !== undefined) this.#ended = endThread(this.#worker);
    for (const user of users) user.ended(reason);
  }
}

function describeEnd(error: unknown, memory: number): string {
  if ((error as { code?: unknown } | undefined)?.code === 'ERR_WORKER_OUT_OF_MEMORY') return tooMuchMemory(memory);
  return `the thread of the script broke: ${error instanceof Error ? error.message : String(error)}`;
}
