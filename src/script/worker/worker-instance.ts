import type { Plain } from '../protocol/bytes.js';
import type { Answer, InstanceSetup, ScriptLogLine, ToScript } from '../protocol/script-messages.js';
import type { GuestMaker, RunningGuest } from './guest-maker.js';
import { InstanceHost } from './instance-host.js';
import { InstanceTasks } from './instance-tasks.js';
import type { Task } from './instance-tasks.js';
import type { WorkerLink } from './link.js';
import { LogBound } from './log-bound.js';

type Load = Extract<ToScript, { kind: 'load' }>;
type Event = Extract<ToScript, { kind: 'event' }>;

/** An instance on the script's thread: what it is told waits here for its turn. */
export class WorkerInstance {
  readonly setup: InstanceSetup;
  readonly #host: InstanceHost;
  readonly #log: LogBound;
  readonly #tasks = new InstanceTasks();
  #running: RunningGuest | undefined;
  #isClosed = false;

  constructor(
    private readonly load: Load,
    private readonly link: WorkerLink,
    /** It has something to do. */
    private readonly plan: () => void,
  ) {
    this.setup = load.setup;
    const instance = load.instance;
    this.#log = new LogBound((line) => link.send({ kind: 'log', instance, line }), performance.now.bind(performance));
    this.#host = new InstanceHost(
      load.setup,
      link,
      (line) => this.log(line),
      (task) => this.#push(task),
    );
  }

  get isIdle(): boolean {
    return this.#tasks.isEmpty || this.#running === undefined;
  }

  log(line: ScriptLogLine): void {
    this.#log.log(line);
  }

  /** Loads the script, and tells the server what became of it. */
  begin(make: GuestMaker): void {
    void this.#begin(make);
  }

  event({ event, args, ask }: Event): void {
    const answer = ask === undefined ? undefined : this.#answerOnce(ask);
    this.#push({
      label: event === 'call' && typeof args[1] === 'string' ? `the call of ${args[1]}` : `the event ${event}`,
      run: () => this.#running?.guest.event(event, args, answer),
      failed: (error) => answer?.(error),
      ...(event === 'object.news' ? { overtaken: () => this.#running?.guest.news?.(args) } : {}),
    });
  }

  /** See {@link Task.overtaken}. */
  overtake(): void {
    this.#tasks.overtake();
  }

  /** Does some of what waits. */
  drain(): void {
    const running = this.#running;
    if (running === undefined) return;
    let task: Task | undefined;
    const step = (): boolean => {
      task = this.#tasks.take();
      if (task === undefined) return false;
      this.#do(task);
      return !this.#tasks.isEmpty;
    };
    try {
      if (running.run(step) && task !== undefined) this.#ended(task);
    } catch (error) {
      this.log({ level: 'error', text: describe(error) });
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#host.close();
    this.#tasks.clear();
    try {
      this.#running?.guest.close();
    } catch (error) {
      this.log({ level: 'error', text: `while it was unloaded: ${describe(error)}` });
    }
    this.#running = undefined;
  }

  async #begin(make: GuestMaker): Promise<void> {
    const { ask } = this.load;
    try {
      const made = make(this.#host);
      const running = made instanceof Promise ? await made : made;
      if (this.#isClosed) {
        running.guest.close();
        this.#answer({ kind: 'answer', ask, error: 'the instance was unloaded while it was loaded' });
        return;
      }
      this.#running = running;
      this.#answer({ kind: 'answer', ask });
      this.plan();
    } catch (error) {
      this.#answer({ kind: 'answer', ask, error: describe(error) });
      this.#host.close();
    }
  }

  #push(task: Task): void {
    if (this.#isClosed) return;
    this.#tasks.push(task);
    this.plan();
  }

  #do(task: Task): void {
    try {
      task.run();
    } catch (error) {
      const text = `${task.label} failed: ${describe(error)}`;
      this.log({ level: 'error', text });
      task.failed?.(text);
    }
  }

  #ended(task: Task): void {
    this.link.resumed();
    const text = `${task.label} took longer than ${this.setup.maxTime / 1000} s (script.maxTime) and was ended`;
    this.link.send({ kind: 'runaway', instance: this.load.instance, text });
    task.failed?.(text);
  }

  #answerOnce(ask: number): (error: string | undefined, value?: Plain) => void {
    let isAnswered = false;
    return (error, value) => {
      if (isAnswered || this.#isClosed) return;
      isAnswered = true;
      this.#answer(error === undefined ? { kind: 'answer', ask, value } : { kind: 'answer', ask, error });
    };
  }

  #answer(answer: Answer): void {
    this.link.send(answer);
  }
}

/** Errors of scripts are of any realm, and need not be errors. */
function describe(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return String(error);
}
