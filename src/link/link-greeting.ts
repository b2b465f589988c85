import { ByteReader } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import { concat } from '../bytes/concat.js';
import { LinkError } from './link-error.js';
import type { LinkCrypto, LinkRole } from './link-options.js';

/** What a link begins with, in both directions: no other protocol of the server does. The last byte is the version. */
export const LINK_MAGIC = new Uint8Array([0xaf, 0x6c, 0x69, 0x6e, 0x6b, 0x01]);

const NONCE_SIZE = 32;
const MAX_NAME = 255;
const text = new TextEncoder();

/** What a side says of itself. */
export interface Hello {
  readonly nonce: Uint8Array;
  /** Bytes that it takes on a stream before they are credited. */
  readonly window: number;
  /** The id of the server. */
  readonly name: string;
}

/** The payload of a `hello` frame. */
export function encodeHello({ nonce, window, name }: Hello): Uint8Array {
  const writer = new ByteWriter().bytes(nonce).u32(window);
  const bytes = text.encode(name).subarray(0, MAX_NAME);
  return writer.u8(bytes.length).bytes(bytes).finish();
}

/** @throws EndOfBytesError if it is cut short */
export function decodeHello(payload: Uint8Array): Hello {
  const reader = new ByteReader(payload);
  const nonce = reader.copy(NONCE_SIZE);
  const window = reader.u32();
  return { nonce, window, name: reader.utf8(reader.u8()) };
}

/**
 * Both sides prove that they know the secret without telling it: each sends the HMAC-SHA256 of both `hello` payloads, in
 * which are 32 random bytes of either side, and of its own role. The initiator proves first. Without a secret the
 * proof is empty.
 */
export class LinkGreeting {
  readonly hello: Uint8Array;
  #theirs: Uint8Array | undefined;

  constructor(
    private readonly role: LinkRole,
    private readonly secret: string | undefined,
    private readonly crypto: LinkCrypto,
    window: number,
    name: string,
  ) {
    this.hello = encodeHello({ nonce: crypto.randomBytes(NONCE_SIZE), window, name });
  }

  /** @throws LinkError `invalid-frame` if it is none, or the second */
  heard(payload: Uint8Array): Hello {
    if (this.#theirs !== undefined) throw new LinkError('invalid-frame', 'a second hello');
    this.#theirs = payload;
    return decodeHello(payload);
  }

  /** The proof of this side; to be asked for after the other's hello was heard. */
  proof(): Uint8Array {
    return this.#proofOf(this.role);
  }

  /** @throws LinkError `unauthorised` if the other side does not know the secret */
  check(proof: Uint8Array): void {
    if (this.secret === undefined) return;
    const right = this.#proofOf(this.role === 'initiator' ? 'acceptor' : 'initiator');
    let difference = proof.length ^ right.length;
    for (let i = 0; i < right.length; i++) difference |= (proof[i] ?? 0) ^ right[i]!;
    if (difference !== 0) throw new LinkError('unauthorised', 'the other side does not know the secret of this link');
  }

  #proofOf(role: LinkRole): Uint8Array {
    if (this.#theirs === undefined) throw new LinkError('invalid-frame', 'a proof before a hello');
    if (this.secret === undefined) return new Uint8Array(0);
    const hellos = this.role === 'initiator' ? [this.hello, this.#theirs] : [this.#theirs, this.hello];
    return this.crypto.hmacSha256(text.encode(this.secret), concat([text.encode(`afterglow-link ${role}`), ...hellos]));
  }
}
