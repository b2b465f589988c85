/** An information object of the server: what happened, and how bad it is. */
export interface StatusInfo {
  readonly level: 'status' | 'warning' | 'error';
  /** `NetStream.Play.Start`, … */
  readonly code: string;
  readonly description: string;
  /** Which item of a playlist, for example. */
  readonly details?: string;
  readonly [member: string]: unknown;
}

/** What the server says in its words, whatever is missing in it. */
export function statusInfo(info: Readonly<Record<string, unknown>>): StatusInfo {
  return { level: 'status', code: '', description: '', ...info };
}
