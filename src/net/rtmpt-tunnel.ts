import type { RtmptSessions } from './rtmpt-sessions.js';

/** RTMPT as an adaptor offers it. */
export interface RtmptTunnel {
  readonly sessions: RtmptSessions;
  readonly options: () => RtmptTunnelOptions;
}

export interface RtmptTunnelOptions {
  readonly isEnabled: boolean;
  /** Of every answer. */
  readonly mimeType: string;
  /** Bytes of a body. */
  readonly maxRequestSize: number;
  /** What `/fcs/ident` says; undefined where it says nothing. */
  readonly ident: string | undefined;
  /** The address that clients go on with, as `/fcs/ident2` says; undefined where it says nothing. */
  readonly ident2: string | undefined;
}
