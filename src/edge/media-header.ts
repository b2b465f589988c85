/** Where an instance is on the origin, in the words of a connect command there. */
export interface RemotePlace {
  readonly app: string;
  readonly tcUrl: string;
}

/** What a `play` or a `file` stream of a link is about: its header, as JSON. */
export interface MediaHeader extends RemotePlace {
  /** `[type:]name[?query]`. */
  readonly stream: string;
  /** Of the client for which a file is asked for; empty for none. */
  readonly virtualKey: string;
}

/** What a `publish` stream is about. */
export interface PublicationHeader {
  /** The client, by the id that the edge has given it. */
  readonly client: string;
  readonly stream: string;
  /** `live`, `record`, … */
  readonly type: string;
}

export function encodeHeader(header: MediaHeader | PublicationHeader): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(header));
}

/** Undefined if it is none. */
export function decodeMediaHeader(bytes: Uint8Array): MediaHeader | undefined {
  return texts(bytes, ['app', 'tcUrl', 'stream', 'virtualKey']);
}

/** Undefined if it is none. */
export function decodePublicationHeader(bytes: Uint8Array): PublicationHeader | undefined {
  return texts(bytes, ['client', 'stream', 'type']);
}

/** The fields of those names, if all of them are texts. */
function texts<Name extends string>(bytes: Uint8Array, names: readonly Name[]): Record<Name, string> | undefined {
  const fields = parsed(bytes);
  const entries = names.map((name) => [name, fields.get(name)] as const);
  if (!entries.every(([, value]) => typeof value === 'string')) return undefined;
  return Object.fromEntries(entries) as Record<Name, string>;
}

function parsed(bytes: Uint8Array): Map<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  } catch {
    return new Map();
  }
}
