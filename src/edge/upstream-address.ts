import { AmfObject } from '../amf/value.js';
import type { AmfValue } from '../amf/value.js';
import type { ClientFacts } from '../application/client.js';
import { explicitHop } from '../application/explicit-address.js';
import type { RtmpAddress } from '../netconnection/client/rtmp-address.js';
import type { RouteTarget } from './route-table.js';

/** How a client is sent on. */
export interface ForwardingTerms {
  /** The client's own address goes on as it is (FMS: Proxy/Anonymous); otherwise it becomes that of the origin. */
  readonly anonymous: boolean;
  /** The id of this server. */
  readonly serverId: string;
}

/** The command object of connect that the origin is to see: the client's own, with what a way over an edge changes. */
export function forwardedConnect(
  original: AmfValue,
  facts: ClientFacts,
  path: string,
  target: RouteTarget,
  terms: ForwardingTerms,
): AmfObject {
  const object = original instanceof AmfObject ? original : objectOf(facts, path);
  const app = object.get('app');
  const address = forwardedAddress(typeof app === 'string' ? app : path, facts.uri, target, terms.anonymous);
  const edgeVia = [...(facts.via ?? []), terms.serverId].join(' ');
  return new AmfObject('', [...object.properties])
    .set('app', address.app)
    .set('tcUrl', address.tcUrl)
    .set('edgeVia', edgeVia);
}

/** Where RTMP goes to reach the application of a client on the server `target`. */
export function rtmpAddressOf(target: RouteTarget, app: string, tcUrl: string): RtmpAddress {
  return { secure: target.secure, host: target.host, port: target.port, app, tcUrl };
}

function forwardedAddress(app: string, tcUrl: string, target: RouteTarget, anonymous: boolean) {
  const hop = explicitHop(app);
  if (hop !== undefined) return { app: hop.app, tcUrl: hop.tcUrl };
  // On this machine no address is nearer than the one that was dialled.
  if (anonymous || target.path !== undefined) return { app, tcUrl };
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  const scheme = target.secure ? 'rtmps' : 'rtmp';
  return { app, tcUrl: `${scheme}://${host}:${target.port}/${app.replace(/^\/+/, '')}` };
}

/** For who came by another way than RTMP. */
function objectOf(facts: ClientFacts, path: string): AmfObject {
  return AmfObject.of({
    app: facts.query === '' ? path : `${path}?${facts.query}`,
    flashVer: facts.agent,
    swfUrl: facts.referrer,
    tcUrl: facts.uri,
    pageUrl: facts.pageUrl,
    objectEncoding: 0,
  });
}
