import type { AmfValue } from '../../src/amf/value.js';
import type { EncodedEvent } from '../../src/sharedobject/encoded-event.js';
import type { ObjectUse, SharedObjectUser } from '../../src/sharedobject/object-use.js';
import { NewsRounds } from '../../src/sharedobject/news-rounds.js';
import { SharedObject } from '../../src/sharedobject/shared-object.js';
import { SharedObjectCounts } from '../../src/sharedobject/shared-object-counts.js';
import type { SharedObjectsEnvironment } from '../../src/sharedobject/shared-objects.js';
import type { SharedObjectOptions } from '../../src/sharedobject/shared-object-options.js';
import type { SharedObjectContent } from '../../src/sharedobject/shared-object-store.js';
import type { Update } from '../../src/sharedobject/update.js';
import type { SharedObjectEvent } from '../../src/rtmp/message/shared-object-event.js';
import { FlushPace } from '../../src/stream/flush-pace.js';
import { ManualClock } from './manual-clock.js';
import { MemoryObjectStore } from './memory-object-store.js';
import { RecordingLogger } from './recording-logger.js';
import { shown } from './transcript.js';

/** Objects without a server around them. */
export class ObjectRun {
  readonly clock = new ManualClock();
  readonly store = new MemoryObjectStore();
  readonly logger = new RecordingLogger();
  readonly environment: SharedObjectsEnvironment;
  unused = 0;
  /** Objects beyond those that {@link limit} allows. */
  limit = Infinity;
  entered = 0;

  /** @param audience users beyond whom an object has another audience */
  constructor(
    readonly options: Partial<SharedObjectOptions> = {},
    audience = Infinity,
  ) {
    const all: SharedObjectOptions = {
      resyncDepth: Infinity,
      lockTimeOut: 10_000,
      autoCommit: true,
      maxProperties: 100,
      maxPropertySize: 1000,
      maxSize: 10_000,
      maxObjects: 10,
      maxObjectsPerClient: 10,
      maxChangeRate: Infinity,
      ...options,
    };
    this.environment = {
      clock: this.clock,
      rounds: new NewsRounds(this.clock, new FlushPace(), this.logger),
      logger: this.logger,
      options: () => all,
      counts: new SharedObjectCounts(),
      audience,
      store: this.store,
      limit: {
        enter: () => this.entered < this.limit && ++this.entered > 0,
        leave: () => void this.entered--,
      },
    };
  }

  object(persistent = true, content?: SharedObjectContent): SharedObject {
    const object = new SharedObject('o', persistent ? this.store : undefined, this.environment, () => this.unused++);
    if (content !== undefined) object.restore(content);
    return object;
  }
}

/** A client as Flash Player is one: it keeps a copy of the object, and what it hears is a transcript. */
export class ObjectClient implements SharedObjectUser {
  readonly copy = new Map<string, AmfValue>();
  version = 0;
  /** Since it was looked at last. */
  #heard: string[] = [];
  readonly updates: Update[] = [];
  use: ObjectUse | undefined;

  join(object: SharedObject, version = this.version): this {
    this.use = object.join(this, version);
    return this;
  }

  /** Wants something, knowing the version that it has heard of last. */
  request(object: SharedObject, ...events: SharedObjectEvent[]): Promise<void> | undefined {
    return object.request(this.use!, { version: this.version, events, mayWrite: true });
  }

  set(object: SharedObject, name: string, value: AmfValue): void {
    this.copy.set(name, value);
    void this.request(object, { event: 'requestChange', properties: [[name, value]] });
  }

  delete(object: SharedObject, name: string): void {
    this.copy.delete(name);
    void this.request(object, { event: 'requestRemove', names: [name] });
  }

  send(object: SharedObject, handler: string, ...args: AmfValue[]): void {
    void this.request(object, { event: 'sendMessage', handler, args });
  }

  receive(update: Update): void {
    if (this.use?.isReleased === true) throw new Error('told something after the release');
    this.updates.push(update);
    this.version = update.header.version;
    for (const { event } of update.news) this.#take(event);
  }

  /** What came since the last time: `change x 1`, `success x`, `remove x`, `clear`, `show 1`, `status …`. */
  heard(): string[] {
    const heard = this.#heard;
    this.#heard = [];
    return heard;
  }

  #take({ event }: EncodedEvent): void {
    switch (event.event) {
      case 'change':
        for (const [name, value] of event.properties) {
          this.copy.set(name, value);
          this.#heard.push(`change ${name} ${shown(value)}`);
        }
        break;
      case 'remove':
        for (const name of event.names) {
          this.copy.delete(name);
          this.#heard.push(`remove ${name}`);
        }
        break;
      case 'success':
        this.#heard.push(`success ${event.names.join(' ')}`);
        break;
      case 'clear':
        this.copy.clear();
        this.#heard.push('clear');
        break;
      case 'sendMessage':
        this.#heard.push([event.handler, ...event.args.map(shown)].join(' '));
        break;
      case 'status':
        this.#heard.push(`status ${event.code}`);
        break;
      default:
        this.#heard.push(event.event);
    }
  }
}

/** An object with two clients who have heard what it is. */
export function twoClients(
  run: ObjectRun,
  object = run.object(),
): { object: SharedObject; a: ObjectClient; b: ObjectClient } {
  const a = new ObjectClient().join(object);
  const b = new ObjectClient().join(object);
  run.clock.turn();
  a.heard();
  b.heard();
  return { object, a, b };
}
