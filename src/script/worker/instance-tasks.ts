/** Something that an instance is to do in its turn. */
export interface Task {
  /** What it is, for the log: `the call of join`. */
  readonly label: string;
  run(): void;
  /** It was ended, or threw what it should have kept. */
  failed?(error: string): void;
  /** The part of it that the script sees before its turn; see `Guest.news`. */
  overtaken?(): void;
}

/** Tasks of one instance, in their order. */
export class InstanceTasks {
  #tasks: Task[] = [];
  #next = 0;
  #overtaken = 0;

  get isEmpty(): boolean {
    return this.#next === this.#tasks.length;
  }

  push(task: Task): void {
    this.#tasks.push(task);
  }

  /** The next one; it counts as done. */
  take(): Task | undefined {
    const task = this.#tasks[this.#next++];
    if (task === undefined || this.#next === this.#tasks.length) this.clear();
    return task;
  }

  /** All that wait and can are seen before their turn, each once. */
  overtake(): void {
    const first = Math.max(this.#overtaken, this.#next);
    this.#overtaken = this.#tasks.length;
    for (let index = first; index < this.#overtaken; index++) this.#tasks[index]!.overtaken?.();
  }

  clear(): void {
    this.#tasks = [];
    this.#next = 0;
    this.#overtaken = 0;
  }
}
