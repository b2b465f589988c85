import type { ApplicationInstance } from '../application/application-instance.js';
import type { Client } from '../application/client.js';
import type { InstanceCompanion } from '../application/instance-companion.js';
import type { Refusal } from '../application/refusal.js';
import type { RemotePublications } from '../application/remote-publications.js';
import type { StreamName } from '../application/stream-name.js';
import type { LiveSplitterOptions } from './live-splitter.js';
import { LiveSplitter } from './live-splitter.js';
import type { LiveSubscriptionMeans } from './live-subscription.js';

/** What {@link LiveCompanion} is made with. */
export interface LiveCompanionMeans extends LiveSubscriptionMeans {
  readonly options: () => LiveSplitterOptions;
  readonly publications: RemotePublications;
}

/**
 * The live streams of an instance whose origin is another server: what is played is taken from there, what is published
 * goes there. Whether somebody may is for other hooks, which are asked before.
 */
export class LiveCompanion implements InstanceCompanion {
  readonly name = 'origin';
  readonly isBusy = false;
  #splitter: LiveSplitter | undefined;

  constructor(private readonly means: LiveCompanionMeans) {}

  get publications(): RemotePublications {
    return this.means.publications;
  }

  /** Streams that are taken from the origin now. */
  get streams(): number {
    return this.#splitter?.size ?? 0;
  }

  attend(instance: ApplicationInstance): void {
    this.#splitter ??= new LiveSplitter(instance, this.means, this.means.options);
  }

  /** What is live there comes before a recording of the same name, as it does on the origin itself. */
  async onPlay(_client: Client, stream: StreamName): Promise<Refusal | undefined> {
    await this.#splitter?.prepare(stream);
    return undefined;
  }

  mayPlay(): undefined {
    return undefined;
  }

  close(): void {
    this.#splitter?.close();
    this.#splitter = undefined;
  }
}
