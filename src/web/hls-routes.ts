import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ApplicationInstance } from '../application/application-instance.js';
import { isRefusal } from '../application/refusal.js';
import type { StreamPath } from '../application/stream-path.js';
import { parseStreamPath } from '../application/stream-path.js';
import { writeMasterPlaylist, writeMediaPlaylist } from '../hls/write-playlist.js';
import { webRequest } from '../net/web-request.js';
import type { LiveStream } from '../stream/live-stream.js';
import type { HlsContent } from './hls-content.js';
import { HlsLive } from './hls-live.js';
import type { HlsEnvironment } from './hls-options.js';
import { hlsRecorded } from './hls-recorded.js';
import { HlsViewer } from './hls-viewer.js';
import { statusOf } from './refusal-status.js';

/** Application, instance, folders of the name. */
const STREAMS = ['/:a/:b', '/:a/:b/:c', '/:a/:b/:c/:d', '/:a/:b/:c/:d/:e', '/:a/:b/:c/:d/:e/:f'];
const MASTER = '/index.m3u8';
const MEDIA = '/media.m3u8';
const SEGMENT = '/segments/:segment';

const PLAYLIST_TYPE = 'application/vnd.apple.mpegurl';
/** Segments never change; the session in their address is nobody else's. */
const SEGMENT_HEADERS = { 'cache-control': 'private, max-age=60', 'content-type': 'video/mp2t' };
const PLAYLIST_HEADERS = { 'cache-control': 'no-cache', 'content-type': PLAYLIST_TYPE };

const BAD_PATH = 'The address names no stream: /application/name/index.m3u8 or /application/instance/name/index.m3u8.';
const NO_SESSION = 'The session is over, or never was. Open index.m3u8 again.';

/** `/application[/instance]/stream/index.m3u8`: live and recorded media in segments (HLS). */
export function hlsRoutes(http: FastifyInstance, environment: HlsEnvironment): void {
  const hls = new Hls(environment);
  for (const stream of STREAMS) {
    http.get(stream + MASTER, (request, reply) => hls.master(request, reply));
    http.get(stream + MEDIA, (request, reply) => hls.media(request, reply));
    http.get(stream + SEGMENT, (request, reply) => hls.segment(request, reply));
  }
}

class Hls {
  readonly #viewers = new Map<string, HlsViewer>();
  readonly #live = new Map<LiveStream, HlsLive>();

  constructor(private readonly environment: HlsEnvironment) {}

  /** Lets a viewer in. */
  async master({ raw }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const request = webRequest(raw);
    const path = parseStreamPath(request.path.slice(0, -MASTER.length), request.query);
    if (path === undefined) return refuse(reply, 400, BAD_PATH);
    const { adaptor, createId, logger } = this.environment;
    const { application, instance: name } = path;
    const { address, query, hostName: host } = request;
    const instance = await adaptor.open({ application, instance: name, query, host }, address);
    if (isRefusal(instance)) return refuse(reply, statusOf(instance), instance.description);
    const left = ({ session }: HlsViewer): void => void this.#viewers.delete(session);
    const viewer = new HlsViewer(createId(), instance, path, request, this.environment, left);
    const refusal = await viewer.enter((client) => this.#open(instance, path, client));
    if (refusal !== undefined) {
      const { rule, reason, description } = refusal;
      const fields = { address, stream: path.stream.name, rule, reason, description };
      logger.warn('refused a viewer of HLS', fields);
      return refuse(reply, statusOf(refusal), description);
    }
    this.#viewers.set(viewer.session, viewer);
    logger.info('a viewer of HLS came', { address, client: viewer.client.id, stream: path.stream.name });
    const variant = { ...viewer.content!.variant, uri: `media.m3u8?session=${viewer.session}` };
    return reply.headers(PLAYLIST_HEADERS).send(writeMasterPlaylist([variant]));
  }

  async media(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const viewer = this.#viewer(request);
    if (viewer?.content === undefined) return refuse(reply, 410, NO_SESSION);
    const wanted = wantedSequence(webRequest(request.raw).query);
    if (wanted === undefined) return refuse(reply, 400, '_HLS_msn is the number of a segment.');
    const playlist = await viewer.content.playlist(wanted);
    if (playlist === undefined) return refuse(reply, 404, 'There is no media yet, or _HLS_msn is too far ahead.');
    const session = `?session=${viewer.session}`;
    const entries = playlist.entries.map((entry) => ({ ...entry, uri: `segments/${entry.uri}${session}` }));
    const text = writeMediaPlaylist({ ...playlist, entries });
    viewer.answered(text.length);
    return reply.headers(PLAYLIST_HEADERS).send(text);
  }

  async segment(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const viewer = this.#viewer(request, 2);
    if (viewer?.content === undefined) return refuse(reply, 410, NO_SESSION);
    const { segment } = request.params as { segment: string };
    const [, number] = /^(\d{1,15})\.ts$/.exec(segment) ?? [];
    const bytes = number === undefined ? undefined : await viewer.content.segment(Number(number));
    if (bytes === undefined) return refuse(reply, 404, 'That segment is not there, or not any more.');
    viewer.answered(bytes.length);
    return reply.headers(SEGMENT_HEADERS).send(bytes);
  }

  /**
   * Whose session the address carries: a session is for one stream.
   *
   * @param parts of the path that follow that of the stream
   */
  #viewer({ raw }: FastifyRequest, parts = 1): HlsViewer | undefined {
    const { path, query } = webRequest(raw);
    const viewer = this.#viewers.get(new URLSearchParams(query).get('session') ?? '');
    if (viewer?.folder !== path.split('/').slice(0, -parts).join('/')) return undefined;
    viewer.asked();
    return viewer;
  }

  async #open(
    instance: ApplicationInstance,
    { stream }: StreamPath,
    client: HlsViewer['client'],
  ): Promise<HlsContent | undefined> {
    if (!instance.isLive(stream)) {
      const media = await instance.media.open(stream, client);
      const length = this.environment.options().recordedSegmentDuration;
      return media && hlsRecorded(media, instance.media.segments, length);
    }
    const live = instance.liveStream(stream);
    let output = this.#live.get(live);
    if (output === undefined) {
      const closed = (): void => void this.#live.delete(live);
      output = new HlsLive(instance, live, this.environment, this.environment.options(), closed);
      this.#live.set(live, output);
    }
    return output.view();
  }
}

/** The segment that a player wants to be told of (`_HLS_msn`); 0 if it wants none, undefined if that is no number. */
function wantedSequence(query: string): number | undefined {
  const text = new URLSearchParams(query).get('_HLS_msn') ?? '0';
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function refuse(reply: FastifyReply, status: number, description: string): FastifyReply {
  return reply.code(status).type('text/plain; charset=utf-8').send(`${description}\n`);
}
