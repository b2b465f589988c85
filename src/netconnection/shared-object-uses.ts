import type { UsedObject } from '../sharedobject/shared-objects.js';
import type { Update } from '../sharedobject/update.js';
import { coversName } from '../application/folder-access.js';
import type { SharedObjectRefusal } from '../application/instance-shared-objects.js';
import type { SharedObjectMessage } from '../rtmp/message/shared-object.js';
import { decodeSharedObject, encodeSharedObject } from '../rtmp/message/shared-object.js';
import type { SharedObjectEvent } from '../rtmp/message/shared-object-event.js';
import type { RtmpMessage } from '../rtmp/message.js';
import type { SharedMessage } from '../rtmp/shared-message.js';
import { TokenBucket } from '../time/token-bucket.js';
import type { Connection } from './connection.js';

/** The shared objects that the client of one connection uses. */
export class SharedObjectUses {
  readonly #used = new Map<string, UsedObject>();
  /** What several objects have told in this round, to leave in one write. */
  #held: SharedMessage[] = [];
  #changes: TokenBucket | undefined;

  constructor(private readonly connection: Connection) {}

  /**
   * The client says something about an object. Answers a promise while it should not be listened to.
   *
   * @param owed milliseconds for which it should not be anyway
   */
  receive(message: RtmpMessage, owed: number): void | Promise<void> {
    const { clock, options } = this.connection.environment;
    const decoded = decodeSharedObject(message, options.amf);
    const { relay } = this.connection.client;
    if (relay !== undefined) {
      const relayed = relay.receive(message);
      return owed === 0 ? relayed : Promise.all([relayed, this.connection.rest(owed)]).then(() => undefined);
    }
    const { maxChangeRate } = this.connection.instance.sharedObjects.options;
    this.#changes ??= new TokenBucket(maxChangeRate, clock.now());
    const wait = Math.max(owed, this.#changes.take(costOf(decoded.events), clock.now()));
    const done = this.#take(decoded, 0);
    return wait === 0 ? done : Promise.all([done, this.connection.rest(wait)]).then(() => undefined);
  }

  /** The client is gone. */
  closeAll(): void {
    for (const { object, use } of this.#used.values()) object.leave(use);
    this.#used.clear();
  }

  /** Takes the events from `from` on, in order. */
  #take(message: SharedObjectMessage, from: number): void | Promise<void> {
    const { events } = message;
    const at = events.findIndex(({ event }, index) => index >= from && (event === 'use' || event === 'release'));
    const held = this.#request(message, events.slice(from, at < 0 ? events.length : at));
    if (at < 0) return held;
    const next = (): void | Promise<void> => this.#take(message, at + 1);
    if (events[at]!.event === 'use') return Promise.all([held, this.#use(message)]).then(next);
    this.#release(keyOf(message));
    return held === undefined ? next() : held.then(next);
  }

  #request(message: SharedObjectMessage, events: readonly SharedObjectEvent[]): Promise<void> | undefined {
    const used = this.#used.get(keyOf(message));
    if (used === undefined || events.length === 0) return undefined;
    const mayWrite = coversName(this.connection.client.writeAccess, message.name);
    return used.object.request(used.use, { version: message.version, events, mayWrite });
  }

  async #use(message: SharedObjectMessage): Promise<void> {
    const { instance, client } = this.connection;
    const key = keyOf(message);
    if (this.#used.has(key) || this.connection.isClosed) return;
    if (this.#used.size >= instance.sharedObjects.options.maxObjectsPerClient) {
      return this.#refuse(message, 'SharedObject.ObjectCreationFailed');
    }
    const user = { receive: (update: Update) => this.#tell(update, message) };
    const answer = await instance.sharedObjects.use(client, user, message);
    if (typeof answer === 'string') return this.#refuse(message, answer);
    if (this.connection.isClosed) answer.object.leave(answer.use);
    else this.#used.set(key, answer);
  }

  #release(key: string): void {
    const used = this.#used.get(key);
    if (used === undefined) return;
    this.#used.delete(key);
    used.object.leave(used.use);
  }

  #refuse({ name, persistent, encoding }: SharedObjectMessage, code: SharedObjectRefusal): void {
    const events = [{ event: 'status', code, level: 'error' }] as const;
    this.connection.transport.send(encodeSharedObject({ name, persistent, encoding, version: 0, events }));
  }

  /** What is told of an object is told in the encoding in which the client asked for it. */
  #tell(update: Update, { encoding }: SharedObjectMessage): void {
    const { transport, instance } = this.connection;
    if (transport.queuedBytes > instance.sharedObjects.maxQueueSize()) return this.connection.close('too-slow');
    const messages = update.messages(encoding);
    // Who uses one object only is told nothing else in this round.
    if (this.#used.size < 2) return transport.sendShared(messages);
    const isFirst = this.#held.length === 0;
    this.#held.push(...messages);
    if (isFirst) instance.sharedObjects.rounds.afterwards(() => this.#sendHeld());
  }

  #sendHeld(): void {
    const held = this.#held;
    this.#held = [];
    this.connection.transport.sendShared(held);
  }
}

function keyOf({ name, persistent }: SharedObjectMessage): string {
  return (persistent ? 'p/' : 't/') + name;
}

/** What the events count against the rate that a client may have. */
function costOf(events: readonly SharedObjectEvent[]): number {
  let cost = 0;
  for (const event of events) {
    if ('properties' in event) cost += event.properties.length;
    else if ('names' in event) cost += event.names.length;
    else cost++;
  }
  return cost;
}
