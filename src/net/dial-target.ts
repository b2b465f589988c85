/** Where a connection of ours goes. */
export interface DialTarget {
  /** A name, or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
  /** Over TLS. */
  readonly secure: boolean;
  /** Through HTTP: RTMPT. */
  readonly tunnelled?: boolean;
  /** The Unix socket, in place of host and port. */
  readonly path?: string;
}
