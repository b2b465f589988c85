import type { OperationAnswer } from './guest-host.js';
import type { ScriptEvents } from '../protocol/script-events.js';
import type { SyncItem } from './object-replica.js';
import { ObjectReplica } from './object-replica.js';

/** The arguments of `object.news`. */
export type ObjectNewsArgs = Parameters<ScriptEvents['object.news']>;

interface Open {
  readonly replica: ObjectReplica;
  /** What the script is to be told of news that came before its turn, oldest first. */
  readonly untold: SyncItem[][];
}

/** The shared objects that a script uses, by the numbers that it chose. */
export class ObjectReplicas {
  readonly #open = new Map<number, Open>();

  /** @param isProxied another instance owns it */
  open(object: number, state: OperationAnswer<'object.open'>, isProxied: boolean): ObjectReplica {
    const replica = new ObjectReplica(state, isProxied);
    this.#open.set(object, { replica, untold: [] });
    return replica;
  }

  close(object: number): void {
    this.#open.delete(object);
  }

  /** `Guest.news`: the script sees it from now on, and is told in its turn. */
  overtake([object, ...news]: ObjectNewsArgs): void {
    const open = this.#open.get(object);
    open?.untold.push(open.replica.take(...news));
  }

  /** `object.news` in its turn. Answers what `onSync` is to be told, which may be nothing. */
  take([object, ...news]: ObjectNewsArgs): readonly SyncItem[] {
    const open = this.#open.get(object);
    return open === undefined ? [] : (open.untold.shift() ?? open.replica.take(...news));
  }
}
