import type { SafeName } from './safe-name.js';
import { parseSafeName } from './safe-name.js';

/** What kind of media a name asks for: `mp4:holiday` is the file holiday.mp4. */
export type StreamType = 'flv' | 'mp4' | 'mp3' | 'id3' | 'raw';

const TYPES: readonly string[] = ['flv', 'mp4', 'mp3', 'id3', 'raw'] satisfies StreamType[];

export interface StreamName {
  readonly type: StreamType;
  /** Without prefix and query. */
  readonly name: SafeName;
  /** What follows the first `?`, without it; empty if there is none. */
  readonly query: string;
}

/** Splits `[type:]name[?query]` as given to publish and play; undefined if the name is unsafe or the type unknown. */
export function parseStreamName(text: string): StreamName | undefined {
  const { before: path, after: query } = splitQuery(text);
  const colon = path.indexOf(':');
  const type = colon < 0 ? 'flv' : path.slice(0, colon).toLowerCase();
  const name = parseSafeName(path.slice(colon + 1));
  if (name === undefined || !TYPES.includes(type)) return undefined;
  return { type: type as StreamType, name, query };
}

/** The key of a stream among the live ones: a prefix other than the usual one stays part of the name. */
export function liveName({ type, name }: StreamName): string {
  return type === 'flv' ? name : `${type}:${name}`;
}

/** What a log and a status may show of a name, be it one or not: the query may hold a key. Empty if it is no text. */
export function withoutQuery(name: unknown): string {
  return typeof name === 'string' ? splitQuery(name).before : '';
}

/** Splits at the first question mark. */
export function splitQuery(text: string): { before: string; after: string } {
  const at = text.indexOf('?');
  return at < 0 ? { before: text, after: '' } : { before: text.slice(0, at), after: text.slice(at + 1) };
}
