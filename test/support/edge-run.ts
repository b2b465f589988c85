import { onTestFinished } from 'vitest';
import type { Hook } from '../../src/application/hook.js';
import type { SafeName } from '../../src/application/safe-name.js';
import type { StreamName } from '../../src/application/stream-name.js';
import { liveName } from '../../src/application/stream-name.js';
import { playLinked } from '../../src/edge/linked-live.js';
import { LiveCompanion } from '../../src/edge/live-companion.js';
import { serveLive } from '../../src/edge/live-service.js';
import type { EndPublication } from '../../src/edge/edge-publication.js';
import { publishLinked } from '../../src/edge/linked-publication.js';
import type { MediaServiceMeans } from '../../src/edge/live-service.js';
import { servePublication } from '../../src/edge/publication-service.js';
import type { RoutedMedia } from '../../src/edge/routed-media.js';
import { publishByRtmp } from '../../src/edge/rtmp-publication.js';
import type { LinkStream } from '../../src/link/link-stream.js';
import type { LiveStreamOptions } from '../../src/stream/live-stream.js';
import { FlushPace } from '../../src/stream/flush-pace.js';
import { encodeHeader } from '../../src/edge/media-header.js';
import type { OriginStreamListener } from '../../src/edge/media-origin.js';
import { playByRtmp } from '../../src/edge/rtmp-live.js';
import type { OutgoingMeans } from '../../src/netconnection/client/outgoing-connection.js';
import { parseRtmpAddress } from '../../src/netconnection/client/rtmp-address.js';
import { Conversation } from './conversation.js';
import { LinkPair } from './link-pair.js';
import type { MemoryEnd } from './memory-pair.js';
import { outgoingMeans, toConversation } from './outgoing-run.js';

const defaultLiveOptions: LiveStreamOptions = {
  gopCache: { enabled: true, maxTime: 60_000, maxSize: 1_000_000 },
  playerQueue: { maxSize: 1_000_000, maxDelay: 0, stallTimeout: 30_000 },
  maxQueueDelay: 0,
  maxQueueSize: 100_000,
  timestamps: 'asSent',
};

const ADDRESS = parseRtmpAddress('rtmp://origin.example/live')!;

/** By which way the edge has what the origin publishes. */
export type EdgeWay = 'link' | 'rtmp';

/** A server that is the origin with its application `live`, and with `edge` an edge of it. */
export class EdgeRun {
  /** Streams that were asked for at the origin. */
  readonly plays: string[] = [];
  /** The origin is there. */
  isUp = true;
  #conversation: Conversation | undefined;
  #pair = this.#newPair();
  readonly #ends: MemoryEnd[] = [];
  #means: OutgoingMeans | undefined;
  #companion: LiveCompanion | undefined;

  private constructor(private readonly way: EdgeWay) {}

  static async begin(way: EdgeWay): Promise<EdgeRun> {
    const run = new EdgeRun(way);
    run.#conversation = await Conversation.begin({
      apps: ['live', 'edge'],
      hooks: [run.#hook()],
      set: ['application.streamManager.live.publishTimeout=0s'],
    });
    run.#means = outgoingMeans(
      toConversation(
        run.conversation,
        (end) => run.#ends.push(end),
        () => run.isUp,
      ),
      run.conversation.clock,
      run.conversation.log,
    );
    // As the clients of the edge do it, too: the application runs.
    await run.conversation.connected('live');
    onTestFinished(() => {
      run.#companion?.close();
      run.#hangUp();
    });
    return run;
  }

  get conversation(): Conversation {
    if (this.#conversation === undefined) throw new Error('it has not begun');
    return this.#conversation;
  }

  /** What the edge's application has of its origin. */
  get companion(): LiveCompanion {
    if (this.#companion === undefined) {
      const { clock, log: logger } = this.conversation;
      this.#companion = new LiveCompanion({
        ...{ clock, logger, pace: new FlushPace(), random: () => 1 },
        origin: { play: this.#play.bind(this), publish: this.#publish.bind(this) },
        options: () => ({ linger: 5000, requestTimeout: 2000 }),
        liveOptions: () => defaultLiveOptions,
      });
    }
    return this.#companion;
  }

  /** Streams that the edge takes now. */
  get taken(): number {
    return this.#companion?.streams ?? 0;
  }

  /** Players that the origin has of a stream. */
  playersThere(name: string): number {
    return this.conversation.instance('live')?.streams.find(name)?.players.size ?? 0;
  }

  /** Moves the clock of both, and lets everything arrive that is on its way. */
  async pass(milliseconds: number): Promise<void> {
    for (let round = 0; round < 4; round++) {
      await this.conversation.pass(round === 0 ? milliseconds : 0);
      await this.#pair.carry();
    }
  }

  /** The way to the origin breaks, and stays broken until {@link mend}. */
  async cut(): Promise<void> {
    this.isUp = false;
    this.#hangUp();
    await this.pass(0);
  }

  #hangUp(): void {
    this.#pair.initiator.bytes.hangUp();
    this.#pair.acceptor.bytes.hangUp();
    for (const end of this.#ends.splice(0)) end.destroy();
  }

  mend(): void {
    this.isUp = true;
    this.#pair = this.#newPair();
  }

  #newPair(): LinkPair {
    return new LinkPair({
      onStream: (stream) => {
        const find = ({ app }: { app: string }) => Promise.resolve(this.conversation.instance(app));
        void this.#serve(stream, { find, logger: this.conversation.log });
      },
    });
  }

  #serve(stream: LinkStream, means: MediaServiceMeans): Promise<void> {
    if (stream.kind === 'play') return serveLive(stream, '192.0.2.7', means);
    const instance = this.conversation.instance('live');
    const client = instance === undefined ? undefined : [...instance.clients.values()][0];
    return servePublication(stream, () => client && { client, instance: instance! });
  }

  /** Stands for what the definition of a remote application has. */
  #hook(): Hook {
    return {
      name: 'edge',
      onPlay: async (client, stream) => {
        const instance = this.conversation.instance('edge');
        if (instance?.client(client.id) !== client) return undefined;
        this.companion.attend(instance);
        return this.companion.onPlay(client, stream);
      },
    };
  }

  #play(_instance: SafeName, stream: StreamName, listener: OriginStreamListener): () => void {
    this.plays.push(liveName(stream));
    if (this.way === 'rtmp') {
      return playByRtmp(this.#means!, ADDRESS, stream, listener);
    }
    const place = { app: 'live', tcUrl: 'rtmp://origin.example/live', virtualKey: '' };
    const header = encodeHeader({ ...place, stream: liveName(stream) });
    return playLinked(this.#pair.initiator.line.open('play', header), listener);
  }

  #publish(...[, client, stream, type, listener]: Parameters<RoutedMedia['publish']>): EndPublication {
    const name = liveName(stream);
    if (this.way === 'rtmp') return publishByRtmp({ address: ADDRESS, name, type }, this.#means!, listener);
    const header = encodeHeader({ client: client.id, stream: name, type });
    return publishLinked(this.#pair.initiator.line.open('publish', header), listener);
  }
}
