import type { ApplicationInstance } from '../application/application-instance.js';
import type { Client } from '../application/client.js';
import type { PublishType } from '../application/hook.js';
import type { InstanceCompanion } from '../application/instance-companion.js';
import type { RecordingListener } from '../application/recording.js';
import type { Refusal } from '../application/refusal.js';
import type { RemotePublication, RemotePublications } from '../application/remote-publications.js';
import type { StreamName } from '../application/stream-name.js';
import { liveName } from '../application/stream-name.js';
import type { FlushPace } from '../stream/flush-pace.js';
import type { LiveStreamOptions } from '../stream/live-stream.js';
import { LiveStream } from '../stream/live-stream.js';
import type { Dismissal } from '../stream/publisher.js';
import { EdgePublication } from './edge-publication.js';
import type { LiveSplitterOptions } from './live-splitter.js';
import { LiveSplitter } from './live-splitter.js';
import type { LiveSubscriptionMeans } from './live-subscription.js';
import type { RoutedMedia } from './routed-media.js';

/** What {@link LiveCompanion} is made with. */
export interface LiveCompanionMeans extends Omit<LiveSubscriptionMeans, 'origin'> {
  readonly origin: Pick<RoutedMedia, 'play' | 'publish'>;
  readonly pace: FlushPace;
  readonly options: () => LiveSplitterOptions;
  /** Of the streams on their way to the origin. */
  readonly liveOptions: () => LiveStreamOptions;
}

/** Milliseconds for an origin to take a stream: it may have to ask a script, or whether another publisher lives. */
const PUBLISH_TIMEOUT = 15_000;

/**
 * The live streams of an instance whose origin is another server: what is played is taken from there, what is published
 * goes there. Whether somebody may play is for other hooks, which are asked before; whether somebody may publish the
 * origin says when it is asked to take the stream.
 */
export class LiveCompanion implements InstanceCompanion, RemotePublications {
  readonly name = 'origin streams';
  readonly isBusy = false;
  readonly publications = this;
  #instance: ApplicationInstance | undefined;
  #splitter: LiveSplitter | undefined;

  constructor(private readonly means: LiveCompanionMeans) {}

  /** Streams that are taken from the origin now. */
  get streams(): number {
    return this.#splitter?.size ?? 0;
  }

  attend(instance: ApplicationInstance): void {
    this.#instance = instance;
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

  async publish(
    client: Client,
    stream: StreamName,
    type: PublishType,
    recording: RecordingListener | undefined,
    dismissed: (why: Dismissal) => void,
  ): Promise<RemotePublication | Refusal> {
    const instance = this.#instance;
    if (instance === undefined) return notRunning;
    const { clock, liveOptions, logger, origin, pace, random } = this.means;
    const live = new LiveStream(liveName(stream), clock, pace, liveOptions());
    const there = {
      ...{ clock, logger, random, timeout: PUBLISH_TIMEOUT },
      publish: (listener: Parameters<RoutedMedia['publish']>[4]) =>
        origin.publish(instance.name, client, stream, type, listener),
    };
    const publication = new EdgePublication(live, there, recording, dismissed);
    return (await publication.begin()) ?? publication;
  }

  close(): void {
    this.#splitter?.close();
    this.#splitter = undefined;
  }
}

const notRunning: Refusal = {
  rule: 'the application instance does not run',
  reason: 'failed',
  description: 'The application is not running.',
};
