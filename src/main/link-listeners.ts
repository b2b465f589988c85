import type { ServerSettings } from '../config/configuration.js';
import { parseHostPort } from '../config/host-port.js';
import type { Logger } from '../log/logger.js';
import type { ByteStream } from '../net/byte-stream.js';
import type { LinkAddress, LinkIdentity } from '../net/link-listener.js';
import { LinkListener } from '../net/link-listener.js';

/** The listeners of `link.listen`. */
export class LinkListeners {
  readonly #open = new Map<string, LinkListener>();

  constructor(
    private readonly accept: (stream: ByteStream) => void,
    private readonly logger: Logger,
  ) {}

  /**
   * Opens what is not open and closes what is not wanted any more. One that cannot be opened is told of.
   *
   * @param identity for the ports; undefined if it cannot be had
   */
  async configure({ listen }: Pick<ServerSettings['link'], 'listen'>, identity?: LinkIdentity): Promise<void> {
    const wanted = new Map<string, LinkAddress>();
    for (const written of listen) {
      const address = addressOf(written, identity);
      if (address !== undefined) wanted.set(JSON.stringify(address), address);
    }
    for (const [key, listener] of this.#open) {
      if (wanted.has(key)) continue;
      listener.close();
      this.#open.delete(key);
    }
    for (const [key, address] of wanted) {
      if (!this.#open.has(key)) await this.#begin(key, address);
    }
  }

  close(): void {
    for (const listener of this.#open.values()) listener.close();
    this.#open.clear();
  }

  async #begin(key: string, address: LinkAddress): Promise<void> {
    const listener = new LinkListener(address, this.accept);
    try {
      const place = await listener.start();
      this.#open.set(key, listener);
      this.logger.info('links are taken', { address: place });
    } catch (error) {
      const where = 'path' in address ? address.path : `${address.host ?? ''}:${address.port}`;
      this.logger.error('link.listen: no link is taken there', { address: where, error });
    }
  }
}

function addressOf(written: string, identity: LinkIdentity | undefined): LinkAddress | undefined {
  if (written.startsWith('unix:')) return { path: written.slice('unix:'.length) };
  const address = parseHostPort(written);
  return address && identity && { ...address, identity };
}
