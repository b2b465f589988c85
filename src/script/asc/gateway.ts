/** A gateway of Flash Remoting, which a NetConnection to http:// or https:// speaks to. */
export interface Gateway {
  /** @param responder its onResult or onStatus is called; undefined if nobody waits */
  call(method: string, responder: object | undefined, args: readonly unknown[]): void;
  /** A header that goes along with every call from now on. */
  addHeader(name: string, mustUnderstand: boolean, value: unknown): void;
  close(): void;
}

/** @param connection the NetConnection, whose onStatus hears what no responder hears */
export type OpenGateway = (url: string, connection: object) => Gateway;
