/** Where an instance is on the origin. */
export interface RemotePlace {
  readonly virtualHost: string;
  readonly application: string;
  readonly instance: string;
}

/** What a stream of a link that carries media is about: its header, as JSON. */
export interface MediaHeader extends RemotePlace {
  /** `[type:]name[?query]`. */
  readonly stream: string;
  /** Of the client for which a file is asked for. */
  readonly virtualKey?: string;
  /** The client that publishes, by the id that the edge has given it; and how: `live`, `record`, … */
  readonly client?: string;
  readonly type?: string;
}

export function encodeMediaHeader(header: MediaHeader): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(header));
}

/** Undefined if it is none. */
export function decodeMediaHeader(bytes: Uint8Array): MediaHeader | undefined {
  const fields = parsed(bytes);
  const text = (name: string): string | undefined => {
    const value = fields.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  const [virtualHost, application, instance, stream] = ['virtualHost', 'application', 'instance', 'stream'].map(text);
  if (virtualHost === undefined || application === undefined || instance === undefined || stream === undefined) {
    return undefined;
  }
  const optional = (['virtualKey', 'client', 'type'] as const).flatMap((name) => {
    const value = text(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { virtualHost, application, instance, stream, ...Object.fromEntries(optional) };
}

function parsed(bytes: Uint8Array): Map<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  } catch {
    return new Map();
  }
}
