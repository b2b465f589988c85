import { expect, it } from 'vitest';
import { AmfObject } from '../../../src/amf/value.js';
import type { ClientFacts } from '../../../src/application/client.js';
import type { RouteTarget } from '../../../src/edge/route-table.js';
import { parseTarget } from '../../../src/edge/route-table.js';
import { forwardedConnect } from '../../../src/edge/upstream-address.js';

const DIALLED = 'rtmp://tv.example.com/chat/room?a=1';

const CLIENT: ClientFacts = {
  ...{ address: '192.0.2.7', port: 4000, protocol: 'rtmp', secure: false, agent: 'LNX', isEncoder: false },
  ...{ referrer: '', pageUrl: 'http://p/', uri: DIALLED, query: 'a=1', objectEncoding: 0 },
};

function connect(target: string, app = 'chat/room?a=1', tcUrl = DIALLED, anonymous = false, via?: string[]): AmfObject {
  const facts: ClientFacts = { ...CLIENT, uri: tcUrl, ...(via === undefined ? {} : { via }) };
  const { port, ...written } = parseTarget(target)!;
  const to: RouteTarget = { ...written, port: Number(port) };
  const original = AmfObject.of({ app, tcUrl, flashVer: 'LNX', pageUrl: 'http://page.example/' });
  return forwardedConnect(original, facts, 'chat/room', to, { anonymous, serverId: 'edge' });
}

it.each([
  [
    'the origin sees its own host and port',
    'origin.example.com:1936',
    false,
    'rtmp://origin.example.com:1936/chat/room?a=1',
  ],
  ['over TLS', 'links://origin.example.com:443', false, 'rtmps://origin.example.com:443/chat/room?a=1'],
  ['by an IPv6 address', '[2001:db8::1]:1935', false, 'rtmp://[2001:db8::1]:1935/chat/room?a=1'],
  ['an anonymous edge says what the client dialled', 'origin.example.com:1936', true, DIALLED],
  ['as does one on the same machine', 'unix:/run/link.sock', false, DIALLED],
])('%s', (_what, target, anonymous, tcUrl) => {
  const object = connect(target, undefined, undefined, anonymous);
  expect([object.get('app'), object.get('tcUrl')]).toEqual(['chat/room?a=1', tcUrl]);
  expect([object.get('pageUrl'), object.get('edgeVia')]).toEqual(['http://page.example/', 'edge']);
});

it('of a way that the client leads, the next part is said', () => {
  const app = '?rtmp://second.example/?rtmp://origin.example/chat/room';
  const object = connect('second.example:1935', app, `rtmp://edge/${app}`);
  expect(object.get('tcUrl')).toBe('rtmp://second.example/?rtmp://origin.example/chat/room');
  expect(object.get('app')).toBe('?rtmp://origin.example/chat/room');
});

it('each edge adds its id to the way', () => {
  expect(connect('a:1', undefined, undefined, false, ['first', 'second']).get('edgeVia')).toBe('first second edge');
});

it('who came by another way than RTMP is said in the words of RTMP', () => {
  const facts: ClientFacts = { ...CLIENT, agent: 'hls.js' };
  const to = { way: 'link', secure: false, host: 'origin', port: 1935 } as const;
  const object = forwardedConnect(undefined, facts, 'chat/room', to, { anonymous: false, serverId: 'edge' });
  expect(Object.fromEntries(object.properties)).toMatchObject({
    ...{ app: 'chat/room?a=1', tcUrl: 'rtmp://origin:1935/chat/room?a=1', flashVer: 'hls.js', pageUrl: 'http://p/' },
  });
});
