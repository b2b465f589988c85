import type { RtmpAddress } from '../netconnection/client/rtmp-address.js';

/** Where an application is, and the WebSocket that leads there. */
export interface ServerAddress {
  readonly webSocket: string;
  readonly rtmp: RtmpAddress;
}

/**
 * Reads `ws://host[:port]/application[/instance][?query]`; `wss:`, and `http:` and `https:` for the same. Throws a
 * TypeError for anything else.
 *
 * @param path where the server speaks RTMP over WebSocket
 */
export function serverAddress(address: string, path = '/rtmp'): ServerAddress {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const app = url === undefined ? '' : `${url.pathname.replace(/^\/+|\/+$/g, '')}${url.search}`;
  if (url === undefined || !/^(?:ws|http)s?:$/.test(url.protocol) || url.pathname === '/') {
    throw new TypeError(`${address} is no address of an application: write ws://host:8080/application/instance.`);
  }
  const secure = url.protocol === 'wss:' || url.protocol === 'https:';
  const scheme = secure ? 'wss' : 'ws';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  return {
    webSocket: `${scheme}://${url.host}${path}`,
    rtmp: { secure, host: url.hostname, port, app, tcUrl: `${scheme}://${url.host}/${app}` },
  };
}
