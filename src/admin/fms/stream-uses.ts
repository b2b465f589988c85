import type { AccessEvent, AccessPlace, AccessStream, AccessWitness } from '../../application/access-event.js';
import type { Clock } from '../../time/clock.js';

/** A NetStream that publishes or plays, as the administration API of FMS tells of it. */
export interface StreamUse {
  /** Unique among those of the server. */
  readonly id: number;
  readonly name: string;
  readonly type: 'publishing' | 'playing live' | 'play recorded';
  /** Undefined for the server itself. */
  readonly client: string | undefined;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** Since when an application runs, and how often instances of it have begun and ended. */
export interface ApplicationLife {
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly loaded: number;
  readonly unloaded: number;
}

/** Remembers of the streams in use what the server itself need not know: since when, by what number. */
export class StreamUses implements AccessWitness {
  /** Of each instance, by what somebody asked for: a client may play the same stream twice. */
  readonly #instances = new Map<string, Map<AccessStream, StreamUse>>();
  readonly #applications = new Map<string, { since: number; loaded: number; unloaded: number }>();
  #lastId = 0;

  constructor(private readonly clock: Clock) {}

  happened(told: AccessEvent): void {
    const { event, place, stream, client, refusal } = told;
    if (refusal !== undefined) return;
    const instance = keyOf(place);
    const name = stream && (stream.type === 'flv' ? stream.name : `${stream.type}:${stream.name}`);
    switch (event) {
      case 'publish':
        return this.#begin(instance, stream!, { name: name!, type: 'publishing', client: client?.id });
      case 'play': {
        const type = told.file === undefined ? 'playing live' : 'play recorded';
        return this.#begin(instance, stream!, { name: name!, type, client: client?.id });
      }
      case 'unpublish':
      case 'stop':
        return void this.#instances.get(instance)?.delete(stream!);
      case 'app-start':
        return this.#started(place);
      case 'app-stop':
        this.#life(place).unloaded++;
        return void this.#instances.delete(instance);
      default:
    }
  }

  of(place: AccessPlace): StreamUse[] {
    return [...(this.#instances.get(keyOf(place))?.values() ?? [])];
  }

  /** Undefined for one that nobody has used. */
  application(place: AccessPlace): ApplicationLife | undefined {
    return this.#applications.get(applicationKey(place));
  }

  #begin(instance: string, key: AccessStream, use: Omit<StreamUse, 'id' | 'since'>): void {
    let uses = this.#instances.get(instance);
    if (uses === undefined) this.#instances.set(instance, (uses = new Map<AccessStream, StreamUse>()));
    uses.set(key, { ...use, id: ++this.#lastId, since: this.clock.date() });
  }

  #started(place: AccessPlace): void {
    this.#life(place).loaded++;
  }

  #life(place: AccessPlace): { since: number; loaded: number; unloaded: number } {
    const key = applicationKey(place);
    let life = this.#applications.get(key);
    if (life === undefined) {
      life = { since: this.clock.date(), loaded: 0, unloaded: 0 };
      this.#applications.set(key, life);
    }
    return life;
  }
}

function applicationKey({ adaptor = '', virtualHost = '', application = '' }: AccessPlace): string {
  return `${adaptor}/${virtualHost}/${application}`;
}

function keyOf(place: AccessPlace): string {
  return `${applicationKey(place)}/${place.instance ?? ''}`;
}
