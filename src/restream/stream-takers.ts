import { fnv1a } from '../bytes/fnv1a.js';
import type { Client } from '../application/client.js';

/** The call by which a server that takes a stream is told its way: the places by which it comes, the nearest first. */
export const WAY_CALL = 'edgeWay';

/** Places that one stream may come by; more are taken for a circle. */
const MAX_WAY = 32;

/**
 * The servers that take streams of one instance from here. Each is told by which places its stream comes, whenever that
 * is another way than before: who finds a place of its own among them waits for itself.
 */
export class StreamTakers {
  /** By stream, what each was told last. */
  readonly #told = new Map<Client, Map<string, string>>();

  /** @param wayOf the places by which a stream comes, that here first */
  constructor(private readonly wayOf: (stream: string) => readonly string[]) {}

  /** A client plays a stream. */
  came(client: Client, stream: string): void {
    if (client.facts.takenAs === undefined) return;
    const told = this.#told.get(client) ?? new Map<string, string>();
    this.#told.set(client, told);
    told.set(stream, '');
    this.#tell(client, stream, told);
  }

  /** @param stream undefined: all that it played */
  left(client: Client, stream?: string): void {
    if (stream === undefined) this.#told.delete(client);
    else this.#told.get(client)?.delete(stream);
  }

  /** A stream comes by another way, or may do so. */
  changed(stream: string): void {
    for (const [client, told] of [...this.#told]) if (told.has(stream)) this.#tell(client, stream, told);
  }

  #tell(client: Client, stream: string, told: Map<string, string>): void {
    const way = encodeWay(this.wayOf(stream));
    if (told.get(stream) === way) return;
    told.set(stream, way);
    // One that is gone is told nothing.
    client.connection.call(WAY_CALL, way).catch(() => undefined);
  }
}

function encodeWay(way: readonly string[]): string {
  return way.join(' ');
}

/** The place of a stream on its way: the id of the server, and which of its streams it is. */
export function placeOnWay(serverId: string, instance: string, stream: string): string {
  return `${serverId}/${fnv1a(new TextEncoder().encode(JSON.stringify([instance, stream]))).toString(16)}`;
}

/** The server on which a place is. */
export function serverAt(place: string): string {
  return place.slice(0, place.lastIndexOf('/'));
}

/** The places that another server names; undefined if these are more than there can be on a way. */
export function decodeWay(text: unknown): readonly string[] | undefined {
  if (typeof text !== 'string') return undefined;
  const ids = text === '' ? [] : text.split(' ', MAX_WAY + 1);
  return ids.length > MAX_WAY ? undefined : ids;
}
