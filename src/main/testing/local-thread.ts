import type { Logger } from '../../log/logger.js';
import { OperationService } from '../../script/host/operation-service.js';
import type { InstanceThread } from '../../script/host/script-place.js';
import type { ThreadInstance } from '../../script/host/script-thread.js';
import type { Guest } from '../../script/guest/guest.js';
import type { GuestHost } from '../../script/guest/guest-host.js';
import type { Plain } from '../../script/protocol/bytes.js';
import type { ScriptEvent, ScriptEvents } from '../../script/protocol/script-events.js';
import type { InstanceSetup } from '../../script/protocol/script-messages.js';
import { ScriptError } from '../../script/script-error.js';
import type { Clock } from '../../time/clock.js';

/** Makes an instance of the application. */
export type MakeGuest = (host: GuestHost, setup: InstanceSetup) => Guest;

/**
 * Stands in place of a thread: the application runs here, on the clock of the test. What passes between it and the server is
 * cloned and takes a turn, each way, in its order, as it is with a thread.
 */
export class LocalThread implements InstanceThread {
  readonly #guests = new Map<string, Guest>();
  #waiting: (() => void)[] = [];

  constructor(
    private readonly make: MakeGuest,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  load(setup: InstanceSetup, user: ThreadInstance): Promise<void> {
    const service = new OperationService(setup.path, user.operations, this.logger);
    this.#guests.set(setup.key, this.make(this.#host(setup.key, service, user), setup));
    return Promise.resolve();
  }

  unload(instance: string): void {
    this.#guests.get(instance)?.close();
    this.#guests.delete(instance);
  }

  tell<Name extends ScriptEvent>(instance: string, event: Name, ...args: Parameters<ScriptEvents[Name]>): void {
    this.#pass(args as readonly Plain[], (passed) => this.#guests.get(instance)?.event(event, passed));
  }

  ask<Name extends ScriptEvent>(
    instance: string,
    event: Name,
    ...args: Parameters<ScriptEvents[Name]>
  ): Promise<ReturnType<ScriptEvents[Name]>> {
    return new Promise((resolve, reject) => {
      this.#pass(args as readonly Plain[], (passed) => {
        const guest = this.#guests.get(instance);
        if (guest === undefined) return reject(new ScriptError('ended', 'the instance was unloaded'));
        guest.event(event, passed, (error, answer) => {
          if (error !== undefined) reject(new ScriptError('failed', error));
          else this.#pass(answer, (value) => resolve(value as ReturnType<ScriptEvents[Name]>));
        });
      });
    });
  }

  #host(instance: string, service: OperationService, user: ThreadInstance): GuestHost {
    const isHere = (): boolean => this.#guests.has(instance);
    const { clock } = this;
    return {
      log: (line) => user.log(line),
      date: () => clock.date(),
      now: () => {
        throw new Error('an application in TypeScript has no need to stand still');
      },
      tell: (operation, ...args) => {
        if (isHere()) this.#pass(args as readonly Plain[], (passed) => service.tell(operation, passed));
      },
      ask: (operation, args, settled) => {
        this.#pass(args as readonly Plain[], (passed) => {
          service.ask(operation, passed, (error, answer) => {
            this.#pass(answer, (value) => {
              if (isHere()) settled(error, value as never);
            });
          });
        });
      },
      timer: (milliseconds, repeats, callback) => {
        let timer = clock.after(milliseconds, fire);
        function fire(): void {
          if (!isHere()) return;
          if (repeats) timer = clock.after(milliseconds, fire);
          callback();
        }
        return () => timer.cancel();
      },
    };
  }

  /** All that passes in one turn arrives in the next, in its order. */
  #pass<Value extends Plain>(value: Value, arrive: (value: Value) => void): void {
    const cloned = structuredClone(value);
    this.#waiting.push(() => arrive(cloned));
    if (this.#waiting.length > 1) return;
    this.clock.endOfTurn(() => {
      const arriving = this.#waiting;
      this.#waiting = [];
      for (const each of arriving) each();
    });
  }
}
