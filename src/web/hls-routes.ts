import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AccessWitness } from '../application/access-event.js';
import { parseStreamPath } from '../application/stream-path.js';
import { writeReports } from '../hls/write-playlist.js';
import { webRequest } from '../net/web-request.js';
import type { HlsContainerName } from './hls-container.js';
import { hlsContainers } from './hls-container.js';
import type { NoPlaylist } from './hls-content.js';
import { parseHlsFile } from './hls-content.js';
import { masterPlaylist } from './hls-master.js';
import { HlsDvr } from './hls-dvr.js';
import type { HlsEnvironment } from './hls-options.js';
import type { HlsSession } from './hls-session.js';
import { HlsProgrammes } from './hls-programmes.js';
import { HlsSessions } from './hls-sessions.js';
import { mediaFault } from './media-fault.js';
import { playlistWish } from './playlist-wish.js';
import { statusOf } from './refusal-status.js';
import { refuse } from './refuse.js';

/** Application, instance, folders of the name. */
const STREAMS = ['/:a/:b', '/:a/:b/:c', '/:a/:b/:c/:d', '/:a/:b/:c/:d/:e', '/:a/:b/:c/:d/:e/:f'];
/** The container of each; that of the first is configured. */
const MASTERS: readonly (readonly [string, HlsContainerName | undefined])[] = [
  ['/index.m3u8', undefined],
  ['/ts.m3u8', 'ts'],
  ['/fmp4.m3u8', 'fmp4'],
];
const MEDIA = 'media.m3u8';

/** Nothing that has a session in its address is anybody else's. */
const MEDIA_HEADERS = { 'cache-control': 'private, max-age=60' };
const PLAYLIST_HEADERS = { 'cache-control': 'no-cache', 'content-type': 'application/vnd.apple.mpegurl' };

const BAD_PATH = 'The address names no stream: /application/name/index.m3u8 or /application/instance/name/index.m3u8.';
const NO_SESSION = 'The session is over, or never was. Open index.m3u8 again.';
const NO_FILE = 'That is not there, or not any more.';
const BAD_WISH = '_HLS_msn is the number of a segment, _HLS_part that of a part of it.';

const NO_PLAYLIST: Readonly<Record<NoPlaylist, readonly [number, string]>> = {
  none: [404, 'There is no media yet.'],
  late: [503, 'The media did not come in time.'],
  ahead: [400, '_HLS_msn is too far ahead.'],
};

interface SessionParameters {
  readonly session: string;
  readonly rendition: string;
  readonly file: string;
}

/**
 * `/application[/instance]/stream/index.m3u8`: live and recorded media in segments (HLS). Answers who must hear of what
 * is published, so that viewers can go back to where that began.
 */
export function hlsRoutes(http: FastifyInstance, environment: HlsEnvironment): AccessWitness {
  const programmes = new HlsProgrammes(environment);
  const hls = new HlsSessions(environment, programmes);
  for (const stream of STREAMS) {
    for (const [name, container] of MASTERS) {
      http.get(stream + name, (request, reply) => master(hls, name, container, request, reply));
    }
    http.get(`${stream}/hls-:session/:rendition/:file`, (request, reply) => answer(hls, request, reply));
  }
  return new HlsDvr(environment.adaptor, programmes, environment.logger);
}

/** Lets a viewer in. */
async function master(
  hls: HlsSessions,
  name: string,
  container: HlsContainerName | undefined,
  { raw }: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const request = webRequest(raw);
  const path = parseStreamPath(request.path.slice(0, -name.length), request.query);
  if (path === undefined) return refuse(reply, 400, BAD_PATH);
  const session = await hls.enter(request, path, container ?? hls.options.container);
  if ('reason' in session) return refuse(reply, statusOf(session), session.description);
  return reply.headers(PLAYLIST_HEADERS).send(masterPlaylist(session));
}

/** Everything that an address with a session asks for. */
async function answer(hls: HlsSessions, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { path, query } = webRequest(request.raw);
  const { session: id, rendition, file } = request.params as SessionParameters;
  const session = hls.find(id);
  // A session is for one stream.
  if (session?.folder !== path.split('/').slice(0, -3).join('/')) return refuse(reply, 410, NO_SESSION);
  session.client.asked();
  try {
    return await (file === MEDIA
      ? mediaPlaylist(session, rendition, query, reply)
      : mediaFile(session, rendition, file, reply));
  } catch (error) {
    const fault = mediaFault(error);
    hls.logger.warn('the media of a viewer cannot be read', { client: session.client.client.id, path, ...fault.cause });
    return refuse(reply, statusOf(fault), fault.description);
  }
}

async function mediaPlaylist(
  session: HlsSession,
  id: string,
  query: string,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const wish = playlistWish(query);
  if (wish === undefined) return refuse(reply, 400, BAD_WISH);
  const content = session.content(id);
  if (content === undefined) return refuse(reply, 404, NO_FILE);
  const playlist = await content.playlist(wish);
  if (typeof playlist === 'string') return refuse(reply, ...NO_PLAYLIST[playlist]);
  const others = session.others(id).flatMap(([other, { newest }]) => {
    return newest === undefined ? [] : [{ uri: `../${other}/${MEDIA}`, ...newest }];
  });
  const body = others.length === 0 ? playlist : Buffer.concat([playlist, Buffer.from(writeReports(others))]);
  await session.client.send(body.length);
  return reply.headers(PLAYLIST_HEADERS).send(body);
}

async function mediaFile(session: HlsSession, id: string, name: string, reply: FastifyReply): Promise<FastifyReply> {
  const wanted = parseHlsFile(name);
  const content = wanted && session.content(id);
  if (wanted === undefined || content === undefined) return refuse(reply, 404, NO_FILE);
  const bytes = await (wanted.kind === 'header'
    ? content.header(wanted.epoch)
    : content.segment(wanted.sequence, wanted.part));
  if (bytes === undefined) return refuse(reply, 404, NO_FILE);
  await session.client.send(bytes.length);
  const type = name.endsWith('.ts') ? hlsContainers.ts.contentType : hlsContainers.fmp4.contentType;
  return reply.headers(MEDIA_HEADERS).type(type).send(bytes);
}
