import type { InstanceSetup } from '../../src/script/protocol/script-messages.js';
import type { ScriptEvent, ScriptEvents } from '../../src/script/protocol/script-events.js';
import type { OperationHandlers } from '../../src/script/host/operation-handlers.js';
import type { InstanceThread, ScriptPlace } from '../../src/script/host/script-place.js';
import type { ThreadInstance } from '../../src/script/host/script-thread.js';
import { ScriptError } from '../../src/script/script-error.js';

type Answers = { [Name in ScriptEvent]?: (...args: Parameters<ScriptEvents[Name]>) => unknown };

/** The thread of a script, without a thread: a test says what the script answers. */
export class FakeScriptThread implements InstanceThread {
  /** What the script was told and asked, in order; of `connect` the client's id. */
  readonly events: string[] = [];
  readonly answers: Answers = { start: () => ({}), connect: () => ({ answer: 'accept' }), stopping: () => true };
  /** Why nothing can be loaded. */
  problem: string | undefined;
  isReleased = false;
  #user: ThreadInstance | undefined;

  /** What the script can ask of the server. */
  get operations(): OperationHandlers {
    if (this.#user === undefined) throw new Error('no instance was loaded');
    return this.#user.operations;
  }

  readonly open = (): Promise<ScriptPlace> => {
    const setup = { key: 'live/_definst_#1', path: 'live/_definst_' } as InstanceSetup;
    return Promise.resolve({ thread: this, setup, release: () => void (this.isReleased = true) });
  };

  load(_setup: InstanceSetup, user: ThreadInstance): Promise<void> {
    this.events.push('load');
    this.#user = user;
    return this.problem === undefined ? Promise.resolve() : Promise.reject(new ScriptError('failed', this.problem));
  }

  unload(instance: string): void {
    this.events.push(`unload ${instance}`);
  }

  tell<Name extends ScriptEvent>(_instance: string, event: Name, ...args: Parameters<ScriptEvents[Name]>): void {
    this.events.push(said(event, args));
  }

  ask<Name extends ScriptEvent>(
    _instance: string,
    event: Name,
    ...args: Parameters<ScriptEvents[Name]>
  ): Promise<ReturnType<ScriptEvents[Name]>> {
    this.events.push(said(event, args));
    const answer = this.answers[event] as ((...asked: typeof args) => unknown) | undefined;
    if (answer === undefined) return Promise.reject(new ScriptError('failed', `no answer to ${event}`));
    return Promise.resolve(answer(...args)) as Promise<ReturnType<ScriptEvents[Name]>>;
  }

  /** The thread has come to its end. */
  die(reason: string): void {
    this.#user?.ended(reason);
  }
}

function said(event: string, [first]: readonly unknown[]): string {
  if (typeof first === 'string') return `${event} ${first}`;
  return typeof first === 'object' && first !== null && 'id' in first ? `${event} ${String(first.id)}` : event;
}
