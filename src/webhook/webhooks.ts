import type { WebhookMeans, WebhookSnapshot } from './webhook-endpoint.js';
import { WebhookEndpoint } from './webhook-endpoint.js';
import type { WebhookOptions } from './webhook-options.js';

/** Milliseconds for what is still to be said when the server stops. */
const DRAIN_TIME = 3_000;

/** Milliseconds for an address that is not in the configuration any more. */
const RETIREMENT = 600_000;

/**
 * The addresses of all applications. Where two are configured alike they are one, with one queue and one idea of
 * whether it is alive.
 */
export class Webhooks {
  readonly #endpoints = new Map<string, WebhookEndpoint>();
  readonly #retired = new Set<WebhookEndpoint>();

  /** The address that is known by `key`; it is made if there is none. */
  endpoint(
    key: string,
    make: () => { readonly options: WebhookOptions; readonly means: WebhookMeans },
  ): WebhookEndpoint {
    const known = this.#endpoints.get(key);
    if (known !== undefined) return known;
    const { options, means } = make();
    const endpoint = new WebhookEndpoint(options, means);
    this.#endpoints.set(key, endpoint);
    return endpoint;
  }

  get snapshot(): WebhookSnapshot[] {
    return [...this.#endpoints.values()].map(({ snapshot }) => snapshot);
  }

  /** Lets go of all others; they say what they have to, and end. */
  keep(keys: ReadonlySet<string>): void {
    for (const [key, endpoint] of this.#endpoints) {
      if (keys.has(key)) continue;
      this.#endpoints.delete(key);
      this.#retired.add(endpoint);
      void endpoint.retire(RETIREMENT).then(() => this.#retired.delete(endpoint));
    }
  }

  /** Resolves when everything has been said, or its time is over. */
  async close(): Promise<void> {
    const all = [...this.#endpoints.values(), ...this.#retired];
    await Promise.all(all.map((endpoint) => endpoint.close(DRAIN_TIME)));
  }
}
