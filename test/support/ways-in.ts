import { WebSocket } from 'ws';
import { NetConnection } from '../../src/client/index.js';
import type { WebSocketConstructor } from '../../src/client/web-socket-like.js';
import { silentLogger } from '../../src/log/logger.js';
import { Dialer } from '../../src/net/dialer.js';
import { OutgoingAddresses } from '../../src/net/outgoing-addresses.js';
import { systemClock } from '../../src/net/system-clock.js';
import { OutgoingConnection } from '../../src/netconnection/client/outgoing-connection.js';
import { parseRtmpAddress } from '../../src/netconnection/client/rtmp-address.js';
import { outgoingMeans } from './outgoing-run.js';

/** Where a server is reached, and by which certificate it is known. */
export interface ServerPlaces {
  /** The main listener. */
  readonly port: number;
  /** `http://host:port` */
  readonly http: string;
  readonly authority: string;
  /** Resolves when the server says that somebody publishes. */
  readonly publishing: (wish: Wish) => Promise<unknown>;
}

/** What somebody wants of a stream. */
export interface Wish {
  readonly application: string;
  readonly stream: string;
  /** `key=…` */
  readonly query?: string;
  /** The address of the page that the player is in. */
  readonly page?: string;
}

/** A way in: answers whether the server lets somebody play, or publish, by it. */
export interface WayIn {
  readonly name: string;
  readonly plays: (wish: Wish) => Promise<boolean>;
  readonly publishes?: (wish: Wish) => Promise<boolean>;
}

/** Every way by which streams leave and enter the server. */
export function waysIn(places: ServerPlaces): WayIn[] {
  const { http } = places;
  const webSocket = http.replace('http', 'ws');
  return [
    ...['rtmp', 'rtmps', 'rtmpe', 'rtmpt', 'rtmpts', 'rtmpte'].map((scheme) => ({
      name: scheme,
      plays: (wish: Wish) => byRtmp(places, scheme, wish, 'play'),
      publishes: (wish: Wish) => byRtmp(places, scheme, wish, 'publish'),
    })),
    {
      name: 'RTMP over WebSocket',
      plays: (wish) => byClient(webSocket, wish, 'play'),
      publishes: (wish) => byClient(webSocket, wish, 'publish'),
    },
    {
      name: 'HTTP-FLV',
      plays: (wish) => byHttp(`${http}/${pathOf(wish)}.flv${queryOf(wish)}`, wish),
      publishes: (wish) => byHttp(`${http}/${pathOf(wish)}.flv${queryOf(wish)}`, wish, 'POST'),
    },
    {
      name: 'WS-FLV',
      plays: (wish) => byWebSocket(`${webSocket}/${pathOf(wish)}.flv${queryOf(wish)}`, wish),
      publishes: (wish) =>
        byWebSocket(`${webSocket}/${pathOf(wish)}.flv?publish${queryOf(wish, '&')}`, wish, places.publishing(wish)),
    },
    { name: 'HLS', plays: (wish) => byHttp(`${http}/${pathOf(wish)}/index.m3u8${queryOf(wish)}`, wish) },
  ];
}

/** The head of a file with nothing in it. */
const EMPTY_FLV = Uint8Array.of(0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0);

const refusals = /\.(?:Rejected|Failed|Denied|BadName|StreamNotFound|InvalidArg|Closed)$/;

function byRtmp({ port, authority }: ServerPlaces, scheme: string, wish: Wish, verb: Verb): Promise<boolean> {
  const address = parseRtmpAddress(`${scheme}://localhost:${port}/${wish.application}`)!;
  const dialer = new Dialer(new OutgoingAddresses(['127.0.0.0/8', '::1']), authority);
  const fields = wish.page === undefined ? {} : { pageUrl: wish.page };
  return new Promise((resolve) => {
    const decided = (info: { get(name: string): unknown }): void => {
      const code = String(info.get('code'));
      const answer = code === `NetStream.${verb === 'play' ? 'Play' : 'Publish'}.Start`;
      if (!answer && !refusals.test(code)) return;
      resolve(answer);
      connection.close();
    };
    const connection: OutgoingConnection = new OutgoingConnection(
      { address, objectEncoding: 3, fields },
      outgoingMeans(dialer, systemClock, silentLogger),
      { status: decided, call: () => Promise.resolve({ answer: 'absent' }) },
    );
    const stream = connection.stream({ status: decided });
    const name = `${wish.stream}${queryOf(wish)}`;
    if (verb === 'play') stream.play({ name, start: 'any' });
    else stream.publish(name, 'live');
  });
}

type Verb = 'play' | 'publish';

async function byClient(webSocket: string, wish: Wish, verb: Verb): Promise<boolean> {
  const connection = new NetConnection({
    WebSocket: WebSocket as unknown as WebSocketConstructor,
    reconnect: false,
    fields: wish.page === undefined ? {} : { pageUrl: wish.page },
  });
  try {
    await connection.connect(`${webSocket}/${wish.application}`);
    const stream = connection.stream();
    return await new Promise((resolve) => {
      stream.onStatus(({ code }) => {
        if (code === `NetStream.${verb === 'play' ? 'Play' : 'Publish'}.Start`) resolve(true);
        else if (refusals.test(code)) resolve(false);
      });
      stream[verb](`${wish.stream}${queryOf(wish)}`);
    });
  } catch {
    return false;
  } finally {
    connection.close();
  }
}

async function byHttp(url: string, { page }: Wish, method: 'GET' | 'POST' = 'GET'): Promise<boolean> {
  const abort = new AbortController();
  const headers = page === undefined ? {} : { referer: page };
  const body = method === 'POST' ? EMPTY_FLV : null;
  const { status } = await fetch(url, { method, headers, body, signal: abort.signal });
  abort.abort();
  return status < 300;
}

/** Who is let in to play hears something; of who publishes `isIn` tells. Who is not let in is closed. */
function byWebSocket(url: string, { page }: Wish, isIn?: Promise<unknown>): Promise<boolean> {
  const socket = new WebSocket(url, { headers: page === undefined ? {} : { referer: page } });
  return new Promise<boolean>((resolve, reject) => {
    if (isIn !== undefined) {
      socket.once('open', () => socket.send(EMPTY_FLV));
      isIn.then(() => resolve(true), reject);
    }
    socket.once('message', () => resolve(true));
    socket.once('close', () => resolve(false));
    socket.once('error', reject);
  }).finally(() => socket.terminate());
}

function pathOf({ application, stream }: Wish): string {
  return `${application}/${stream}`;
}

function queryOf({ query }: Wish, mark = '?'): string {
  return query === undefined ? '' : `${mark}${query}`;
}
