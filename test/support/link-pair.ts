import type { LinkError } from '../../src/link/link-error.js';
import { LinkLine } from '../../src/link/link-line.js';
import type { LinkOptions, LinkRole } from '../../src/link/link-options.js';
import { defaultLinkOptions } from '../../src/link/link-options.js';
import type { LinkStream } from '../../src/link/link-stream.js';
import { nodeCrypto } from '../../src/net/node-crypto.js';
import { ManualClock } from './manual-clock.js';
import { MemoryByteStream } from './memory-byte-stream.js';
import { settled } from './settled.js';

/** One side of a {@link LinkPair}. */
export interface LinkSide {
  readonly line: LinkLine;
  readonly bytes: MemoryByteStream;
  /** Streams that the other side opened. */
  readonly streams: LinkStream[];
  readonly failures: unknown[];
  opened: boolean;
  ended: LinkError | undefined;
}

export interface LinkPairOptions {
  readonly options?: Partial<LinkOptions>;
  /** What each side knows; by default the same. */
  readonly secrets?: readonly [initiator: string | undefined, acceptor: string | undefined];
  /** What the acceptor does with a stream. */
  readonly onStream?: (stream: LinkStream) => void;
}

/** Both ends of a link in memory. Nothing crosses before {@link LinkPair.carry}. */
export class LinkPair {
  readonly clock = new ManualClock();
  readonly initiator: LinkSide;
  readonly acceptor: LinkSide;

  constructor(private readonly how: LinkPairOptions = {}) {
    const [ours = undefined, theirs = undefined] = how.secrets ?? ['a long secret of both', 'a long secret of both'];
    this.initiator = this.#side('initiator', ours);
    this.acceptor = this.#side('acceptor', theirs);
    this.initiator.line.start();
    this.acceptor.line.start();
  }

  /** Carries what was written from end to end, until nothing is written any more. */
  async carry(): Promise<void> {
    const [near, far] = [this.initiator.bytes, this.acceptor.bytes];
    for (;;) {
      this.clock.turn();
      const [there, back] = [near.arrived(), far.arrived()];
      if (there.length > 0) far.send(there);
      if (back.length > 0) near.send(back);
      await settled(this.clock);
      if (there.length + back.length > 0) continue;
      if (near.isClosed) far.hangUp();
      if (far.isClosed) near.hangUp();
      return;
    }
  }

  #side(role: LinkRole, secret: string | undefined): LinkSide {
    const bytes = new MemoryByteStream('192.0.2.1', role === 'initiator' ? 1 : 2);
    const side: LinkSide = {
      bytes,
      streams: [],
      failures: [],
      opened: false,
      ended: undefined,
      line: new LinkLine(bytes, {
        ...{ role, secret, clock: this.clock, crypto: nodeCrypto, name: `the ${role}` },
        options: { ...defaultLinkOptions, ...this.how.options },
        opened: () => (side.opened = true),
        stream: (stream) => {
          side.streams.push(stream);
          if (role === 'acceptor') this.how.onStream?.(stream);
        },
        failed: (_stream, error) => side.failures.push(error),
        closed: (error) => (side.ended = error),
      }),
    };
    return side;
  }
}

/** What was heard of a stream, in words. */
export function listenTo(stream: LinkStream, answer?: (text: string) => void | Promise<void>): string[] {
  const heard: string[] = [];
  stream.start({
    message: (message) => {
      const text = new TextDecoder().decode(message);
      heard.push(text.length > 40 ? `${text.length} bytes` : text);
      return answer?.(text);
    },
    closed: (reason) => heard.push(`closed: ${reason}`),
  });
  return heard;
}

/** A message of a text. */
export function words(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
