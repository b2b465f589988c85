import type { GuestHost, OperationAnswer, OperationArgs } from '../guest/guest-host.js';
import type { Plain } from '../protocol/bytes.js';
import type { InstanceSetup, ScriptLogLine } from '../protocol/script-messages.js';
import type { ScriptServices } from '../protocol/script-services.js';
import type { ServerOperation } from '../protocol/server-operations.js';
import { InstanceServices } from './instance-services.js';
import { InstanceTimers } from './instance-timers.js';
import type { Task } from './instance-tasks.js';
import type { WorkerLink } from './link.js';

/** What one instance of the thread may ask for. */
export class InstanceHost implements GuestHost {
  readonly #timers: InstanceTimers;
  #services: InstanceServices | undefined;
  #isClosed = false;

  constructor(
    readonly setup: InstanceSetup,
    private readonly link: WorkerLink,
    private readonly logged: (line: ScriptLogLine) => void,
    private readonly enqueue: (task: Task) => void,
  ) {
    this.#timers = new InstanceTimers(setup.maxTimers, (callback, done) => {
      this.enqueue({
        label: 'a timer',
        run: () => {
          done();
          callback();
        },
      });
    });
  }

  readonly tell = <Name extends ServerOperation>(operation: Name, ...args: OperationArgs<Name>): void => {
    if (!this.#isClosed)
      this.link.send({ kind: 'operation', instance: this.setup.key, operation, args: args as readonly Plain[] });
  };

  readonly ask = <Name extends ServerOperation>(
    operation: Name,
    args: OperationArgs<Name>,
    settled: (error: string | undefined, answer: OperationAnswer<Name> | undefined) => void,
  ): void => {
    if (this.#isClosed) return;
    this.link.ask(
      { kind: 'operation', instance: this.setup.key, operation, args: args as readonly Plain[] },
      ({ error, value }) => {
        if (this.#isClosed) return;
        const run = (): void => settled(error, value as OperationAnswer<Name> | undefined);
        this.enqueue({ label: `the answer to ${operation}`, run });
      },
    );
  };

  readonly now = <Name extends ServerOperation>(
    operation: Name,
    ...args: OperationArgs<Name>
  ): OperationAnswer<Name> => {
    if (this.#isClosed) throw new Error('the instance is unloaded');
    return this.link.now({
      kind: 'operation',
      instance: this.setup.key,
      operation,
      args: args as readonly Plain[],
    }) as OperationAnswer<Name>;
  };

  readonly log = (line: ScriptLogLine): void => this.logged(line);

  readonly date = (): number => Date.now();

  readonly timer = (milliseconds: number, repeats: boolean, callback: () => void): (() => void) => {
    return this.#isClosed ? () => undefined : this.#timers.set(milliseconds, repeats, callback);
  };

  /** Files, HTTP and sockets; not before somebody wants them. */
  get services(): ScriptServices {
    this.#services ??= new InstanceServices(this.setup, (label, run) => this.enqueue({ label, run }));
    return this.#services;
  }

  close(): void {
    this.#isClosed = true;
    this.#timers.close();
    this.#services?.close();
  }
}
