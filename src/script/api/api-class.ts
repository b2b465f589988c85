/** `handler`: a function that the script defines and the server calls. */
export type ApiKind = 'function' | 'property' | 'method' | 'static' | 'handler';

/** A member of server-side ActionScript. */
export interface ApiMember {
  readonly name: string;
  readonly kind: ApiKind;
  /** The first version that had it. */
  readonly since: ApiVersion;
  /** It is there, but does less than it did, or it needs a word. */
  readonly note?: string;
  /** It is not there: why, and what to use. */
  readonly absent?: string;
}

/** `Afterglow`: no Flash Media Server had it. */
export type ApiVersion =
  'FCS 1' | 'FCS 1.5' | 'FMS 2' | 'FMS 3' | 'FMS 3.5' | 'FMS 4' | 'FMS 4.5' | 'AMS 5' | 'JavaScript' | 'Afterglow';

export interface ApiClass {
  /** As scripts name it; `Global functions` and `Engine` are none. */
  readonly name: string;
  readonly since: ApiVersion;
  /** How a script comes by an object of it, an expression; undefined if it is made by the server, or there are none. */
  readonly made?: string;
  /** What is to be said of the whole class. */
  readonly note?: string;
  readonly members: readonly ApiMember[];
}

/** Members alike but for their names, which spaces separate. */
export function members(kind: ApiKind, since: ApiVersion, names: string, note?: string): ApiMember[] {
  return names.split(' ').map((name) => ({ name, kind, since, ...(note !== undefined && { note }) }));
}
