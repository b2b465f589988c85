import { isIP } from 'node:net';
import type { ByteStream } from './byte-stream.js';
import type { DialTarget } from './dial-target.js';
import { Dialer } from './dialer.js';
import type { Resolver } from './outgoing-addresses.js';
import { OutgoingAddresses } from './outgoing-addresses.js';
import { isLoopback } from './plain-address.js';

/**
 * Connections by RTMP that scripts make. What a script names may come from anybody, so private addresses are reached only
 * as far as `allow` says; but this server itself is, at the ports where it listens, by the names of this machine: scripts
 * written for Flash Media Server connect to `rtmp://localhost/…` all the time.
 */
export class ScriptDialer {
  readonly #others: Dialer;
  readonly #own: Dialer;

  /** @param ownPorts where this server speaks RTMP, now */
  constructor(
    allow: readonly string[],
    private readonly ownPorts: () => readonly number[],
    resolver?: Resolver,
  ) {
    this.#others = new Dialer(new OutgoingAddresses(allow, resolver, 'script'));
    this.#own = new Dialer(new OutgoingAddresses(['loopback'], resolver, 'script'));
  }

  /** Rejects with DialError; also when `signal` is aborted before the connection stands. */
  dial(target: DialTarget, signal: AbortSignal): Promise<ByteStream> {
    const isOwn = isThisMachine(target.host) && this.ownPorts().includes(target.port);
    return (isOwn ? this.#own : this.#others).dial(target, signal);
  }
}

function isThisMachine(host: string): boolean {
  return isIP(host) === 0 ? host.toLowerCase() === 'localhost' : isLoopback(host);
}
