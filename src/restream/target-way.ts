import type { AmfObject } from '../amf/value.js';
import type { ApplicationInstance } from '../application/application-instance.js';
import type { RestreamRun } from '../application/restream-control.js';
import type { OutgoingConnection } from '../netconnection/client/outgoing-connection.js';
import type { OutgoingStream } from '../netconnection/client/outgoing-stream.js';
import type { JoinedStream } from '../stream/joined-stream.js';
import type { LivePlayer } from '../stream/live-player.js';
import type { MessageSink } from '../stream/message-sink.js';
import type { Timer } from '../time/clock.js';
import { Attempts } from './attempts.js';
import type { RestreamRule } from './restream-rule.js';
import { nameThere, withoutSecrets } from './restream-rule.js';
import type { RestreamWay, WayMeans } from './restream-way.js';
import { ANSWER_TIMEOUT, wayFields } from './restream-way.js';
import { SourceWay } from './source-way.js';
import { serverAt } from './stream-takers.js';
import { Visit } from './visit.js';

/** What services know encoders by: some let in nobody else. */
const AS_ENCODER = { type: 'nonprivate', flashVer: 'FMLE/3.0 (compatible; Afterglow)' } as const;

/** Why the other server does not take the stream. */
const REFUSALS: ReadonlySet<string> = new Set([
  'NetStream.Publish.BadName',
  'NetStream.Publish.Denied',
  'NetStream.Failed',
  'NetStream.Unpublish.Success',
]);

/**
 * Sends a live stream to another server, as a player that is like others: one that is slow loses frames, and one that
 * takes nothing is let go and tried again. Whenever it begins, it begins with sequence headers and a key frame.
 */
export class TargetWay implements RestreamWay {
  readonly #attempts: Attempts;
  #visit: Visit | undefined;
  #connection: OutgoingConnection | undefined;
  #published: OutgoingStream | undefined;
  #player: LivePlayer | undefined;
  #timer: Timer | undefined;
  /** Of the players before. */
  readonly #past = { messages: 0, bytes: 0, lost: 0 };

  constructor(
    private readonly rule: RestreamRule,
    private readonly stream: string,
    private readonly instance: ApplicationInstance,
    private readonly means: WayMeans,
  ) {
    const { clock, random } = means;
    this.#attempts = new Attempts({ clock, random, attempt: () => this.#attempt() });
  }

  get run(): RestreamRun {
    const player = this.#player;
    const { messages, bytes, lost } = this.#past;
    return {
      stream: this.stream,
      ...this.#attempts.facts,
      messages: messages + (player?.messagesSent ?? 0),
      bytes: bytes + (player?.bytesSent ?? 0),
      rate: player?.sentRate.perSecond(this.means.clock.now()) ?? 0,
      lost: lost + lostBy(player),
      queuedBytes: player?.sink.queuedBytes ?? 0,
    };
  }

  start(): void {
    this.#attempts.begin();
  }

  retry(): void {
    this.#attempts.begin();
  }

  stop(): void {
    this.#attempts.stop();
    if (this.#published !== undefined) this.#connection?.notify('FCUnpublish', nameThere(this.rule, this.stream));
    this.#end();
  }

  #attempt(): void {
    const fields = { ...AS_ENCODER, ...wayFields(this.#via, this.means.serverId) };
    this.#visit = new Visit(this.rule.address, fields, this.means.connections, {
      connected: (connection) => this.#publish(connection),
      over: (why) => this.#failed(why),
    });
  }

  /** The servers by which the stream came here, the first first. */
  get #via(): readonly string[] | undefined {
    const { clients, streams } = this.instance;
    const publisher = streams.find(this.stream)?.publisher;
    if (publisher instanceof SourceWay) return publisher.way.map(serverAt).reverse();
    return clients.get(publisher?.clientId ?? '')?.facts.via;
  }

  /** In the words of FMLE, which servers for encoders wait for. */
  #publish(connection: OutgoingConnection): void {
    const name = nameThere(this.rule, this.stream);
    this.#connection = connection;
    for (const method of ['releaseStream', 'FCPublish']) connection.call(method, name).catch(() => undefined);
    const stream = connection.stream({ status: (info) => this.#hear(info) });
    this.#published = stream;
    stream.attach((sink) => this.#join(sink));
    stream.publish(name, 'live');
    this.#timer = this.means.clock.after(ANSWER_TIMEOUT, () => {
      this.#visit?.fail('The server did not say in time whether the stream may be published.');
    });
  }

  #hear(info: AmfObject): void {
    const [code, description] = [info.get('code'), info.get('description')];
    if (typeof code !== 'string') return;
    if (code === 'NetStream.Publish.Start') {
      this.#timer?.cancel();
      this.#attempts.running();
      this.means.logger.info('a live stream is sent to a target', this.#place);
    } else if (REFUSALS.has(code)) {
      this.#visit?.fail(typeof description === 'string' && description !== '' ? `${code}: ${description}` : code);
    }
  }

  #join(sink: MessageSink): JoinedStream {
    const { instance } = this;
    const live = instance.streams.open(this.stream);
    const player = live.join(sink);
    this.#player = player;
    const leave = (): void => {
      live.leave(player);
      instance.publications.left(live);
      if (this.#player === player) this.#forget(player);
    };
    return { isPublished: live.publisher !== undefined, leave };
  }

  #forget(player: LivePlayer): void {
    this.#player = undefined;
    this.#past.messages += player.messagesSent;
    this.#past.bytes += player.bytesSent;
    this.#past.lost += lostBy(player);
  }

  #failed(why: string): void {
    this.#end();
    const { failures } = this.#attempts.facts;
    const shown = withoutSecrets(this.rule, why);
    const retryIn = this.#attempts.failed(shown);
    if (retryIn === undefined) return;
    const level = failures === 0 ? 'warn' : 'debug';
    this.means.logger[level]('a target takes nothing; it is tried again', { ...this.#place, why: shown, retryIn });
  }

  #end(): void {
    this.#timer?.cancel();
    this.#published?.stop();
    this.#published?.close();
    this.#published = undefined;
    this.#connection = undefined;
    this.#visit?.leave();
    this.#visit = undefined;
  }

  get #place(): Record<string, unknown> {
    const { host, port } = this.rule.address;
    return { restream: this.rule.id, stream: this.stream, server: host, port };
  }
}

function lostBy(player: LivePlayer | undefined): number {
  if (player === undefined) return 0;
  const { disposable, inter, key, audio } = player.queue.drops;
  return disposable + inter + key + audio;
}
