import type { GuestHost, OperationAnswer, OperationArgs } from '../guest/guest-host.js';
import type { ServerOperation } from '../protocol/server-operations.js';
import { CallError } from './call-error.js';
import { ServerError } from './server-error.js';
import { isThenable } from './thenable.js';

/** What the objects of an application reach the server by. */
export class InstanceServer {
  #numbers = 0;

  constructor(
    readonly host: GuestHost,
    /** Logs what a function of the application threw, or its promise rejected with. */
    readonly report: (where: string, error: unknown) => void,
  ) {}

  /** Of an object that the application makes. */
  nextNumber(): number {
    return ++this.#numbers;
  }

  tell<Name extends ServerOperation>(operation: Name, ...args: OperationArgs<Name>): void {
    this.host.tell(operation, ...args);
  }

  /** Rejects with a ServerError, or for a call with a CallError, whose stack is that of who asked. */
  ask<Name extends ServerOperation>(operation: Name, ...args: OperationArgs<Name>): Promise<OperationAnswer<Name>> {
    const asked: { stack?: string } = {};
    Error.captureStackTrace(asked);
    return new Promise((resolve, reject) => {
      this.host.ask(operation, args, (message, answer) => {
        if (message === undefined) resolve(answer as OperationAnswer<Name>);
        else reject(failure(operation, message, asked));
      });
    });
  }

  /** Runs a function of the application that nobody waits for. */
  run(where: string, work: () => unknown): void {
    try {
      const result = work();
      if (isThenable(result)) result.then(undefined, (error: unknown) => this.report(where, error));
    } catch (error) {
      this.report(where, error);
    }
  }
}

function failure(operation: ServerOperation, message: string, asked: { readonly stack?: string }): Error {
  const error = operation.endsWith('.call') ? new CallError(message) : new ServerError(message);
  const [, ...frames] = (asked.stack ?? '').split('\n');
  error.stack = [`${error.name}: ${message}`, ...frames].join('\n');
  return error;
}
