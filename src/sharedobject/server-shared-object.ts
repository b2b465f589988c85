import type { AmfValue } from '../amf/value.js';
import type { ObjectUse, SharedObjectUser } from './object-use.js';
import type { SharedObject } from './shared-object.js';
import type { News, Update } from './update.js';

/** What happened to a property. */
export interface SyncItem {
  /**
   * `change` and `delete`: it is otherwise; `success`: the script itself changed it; `reject`: the script could not
   * change it; `clear`: all properties are gone.
   */
  readonly code: 'change' | 'success' | 'reject' | 'delete' | 'clear';
  /** Of the property; absent if it is about all of them. */
  readonly name?: string;
  /** What the property is now, where there is one: of `change`, `reject`, and `success` of an object of another instance. */
  readonly value?: AmfValue;
  /** The script itself did it; of `delete` and `clear`. */
  readonly own?: true;
}

/** What a script is told of an object. */
export interface SharedObjectListener {
  /**
   * @param confirmed how many changes of the script, by `setProperty` and `clear`, are in what it has been told up to
   * here; changes of a property that were followed by others before anybody was told are in it without items
   */
  onSync(items: readonly SyncItem[], confirmed: number): void;
  onStatus(code: string, level: string): void;
  /** A client, or the script itself, sent this to everybody's handler of that name. */
  onMessage(handler: string, args: readonly AmfValue[]): void;
}

/**
 * A shared object in the hands of a script (`SharedObject` of server-side ActionScript). The object lives at least as
 * long as it is not closed. What the script does, everybody is told at the end of the turn, in the order in which it
 * happened.
 */
export class ServerSharedObject implements SharedObjectUser {
  #use: ObjectUse | undefined;
  #locks = 0;
  #changes = 0;
  #confirmed = 0;

  constructor(
    private readonly object: SharedObject,
    private readonly listener: SharedObjectListener,
  ) {
    this.#use = object.attach(this);
  }

  get name(): string {
    return this.object.name;
  }

  get version(): number {
    return this.object.version;
  }

  /** Whether another instance owns it. */
  get isProxied(): boolean {
    return this.object.isProxied;
  }

  /** Whether it can be flushed: not if it is not persistent, or another instance owns it. */
  get isStored(): boolean {
    return this.object.isStored;
  }

  get isDirty(): boolean {
    return this.object.isDirty;
  }

  get autoCommit(): boolean {
    return this.object.autoCommit;
  }

  set autoCommit(autoCommit: boolean) {
    this.object.autoCommit = autoCommit;
  }

  /** Infinity for no bound. */
  get resyncDepth(): number {
    return this.object.resyncDepth;
  }

  set resyncDepth(versions: number) {
    this.object.resyncDepth = versions;
  }

  /** The value is everybody's: to be read, never to be written. Undefined if there is none. */
  getProperty(name: string): AmfValue {
    return this.object.get(name);
  }

  getPropertyNames(): string[] {
    return this.object.names();
  }

  /** Properties. */
  size(): number {
    return this.object.size;
  }

  /** Null and undefined delete the property. Answers whether it is what it was to be: a bound may be in the way. */
  setProperty(name: string, value: AmfValue): boolean {
    const use = this.#use;
    if (use === undefined) return false;
    this.#changes++;
    return this.object.command(use, { event: 'requestChange', properties: [[name, value]] });
  }

  /** As `setProperty` with a value that cannot be taken: the script is told what the property is. */
  refuseProperty(name: string): void {
    if (this.#use === undefined) return;
    this.#changes++;
    this.object.command(this.#use, { event: 'requestChange', properties: [[name, null]] }, false);
  }

  /** Calls the handler of that name of everybody, the script included. Answers whether it can be sent. */
  send(handler: string, ...args: AmfValue[]): boolean {
    const use = this.#use;
    return use !== undefined && this.object.command(use, { event: 'sendMessage', handler, args });
  }

  /** Calls the handler of everybody when all changes before it are known, and none behind it; as `send` does. */
  mark(handler: string, ...args: AmfValue[]): boolean {
    return this.send(handler, ...args);
  }

  /** What clients want waits until as many unlocks, or the lock timeout. Answers how many locks there are; -1 of an object of another instance. */
  lock(): number {
    if (this.#use === undefined || this.object.isProxied) return -1;
    this.#locks++;
    return this.object.lock();
  }

  /** Answers how many locks are left; with 0, what happened meanwhile is told as one. -1 if there was none. */
  unlock(): number {
    if (this.#locks === 0) return -1;
    this.#locks--;
    return this.object.unlock();
  }

  /** Resolves when what the object is now would be there after a crash; rejects if that cannot be. */
  flush(): Promise<void> {
    return this.object.flush();
  }

  /** Deletes all properties. */
  clear(): void {
    if (this.#use === undefined) return;
    this.#changes++;
    this.object.clear(this.#use);
  }

  /** Forgets which properties were deleted before that version. */
  purge(version: number): void {
    this.object.purge(version);
  }

  /** The script uses the object no more. */
  close(): void {
    const use = this.#use;
    if (use === undefined) return;
    while (this.#locks > 0) this.unlock();
    this.#use = undefined;
    this.object.leave(use);
  }

  receive({ news }: Update): void {
    // All that the script has done so far is in an update, though not before its last message.
    const isNew = this.#changes > this.#confirmed;
    let items: SyncItem[] = [];
    // What becomes of an object of another instance, the script does not know before it is told.
    const valueOf = (name: string): Pick<SyncItem, 'value'> =>
      this.object.isProxied ? { value: this.object.get(name) } : {};
    for (const one of news) {
      const { event } = one.event;
      if (event.event === 'sendMessage') {
        if (items.length > 0) this.listener.onSync(items, this.#confirmed);
        items = [];
        this.listener.onMessage(event.handler, event.args);
      } else if (event.event === 'status') {
        this.listener.onStatus(event.code, event.level);
      } else {
        items.push(...syncItems(one, one.by !== undefined && one.by === this.#use?.id, valueOf));
      }
    }
    this.#confirmed = this.#changes;
    if (items.length > 0 || isNew) this.listener.onSync(items, this.#confirmed);
  }
}

function syncItems(
  { event: { event }, isCorrection }: News,
  isOwn: boolean,
  valueOf: (name: string) => Pick<SyncItem, 'value'>,
): SyncItem[] {
  const own = isOwn ? ({ own: true } as const) : {};
  switch (event.event) {
    case 'change':
      return event.properties.map(([name, value]) => ({ code: isCorrection ? 'reject' : 'change', name, value }));
    case 'success':
      return event.names.map((name) => ({ code: 'success', name, ...valueOf(name) }));
    case 'remove':
      return event.names.map((name) => (isCorrection ? { code: 'reject', name } : { code: 'delete', name, ...own }));
    case 'clear':
      return [{ code: 'clear', ...own }];
    default:
      return [];
  }
}
