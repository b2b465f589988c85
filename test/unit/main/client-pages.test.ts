import { expect, test } from 'vitest';
import { client, clientDetails } from '../../../src/admin/api/schema/clients.js';
import { ClientPages } from '../../../src/main/pages/client-pages.js';
import { ManualClock } from '../../support/manual-clock.js';

const HERE = { adaptor: '_defaultRoot_', virtualHost: '_defaultVHost_', application: 'live' };

/** Players in two instances, every other one in each; `looked` grows when somebody looks at what waits for one. */
function run(count: number) {
  const looked = { queues: 0 };
  const present = new Map<string, object>();
  const instances = new Map(
    ['a', 'b'].map((name) => {
      const players = new Set<object>();
      const stream = { name: `of ${name}`, byteRate: 1000, players };
      return [name, { name, streams: { all: () => [stream] }, players, stream }] as const;
    }),
  );
  for (let number = 1; number <= count; number++) {
    const instance = number % 2 === 0 ? 'a' : 'b';
    const id = `client ${number}`;
    const facts = { address: `192.0.2.${number % 256}`, port: 1, protocol: 'rtmp', secure: false, agent: 'agent' };
    const more = { uri: 'rtmp://here/live', pageUrl: '', referrer: '', objectEncoding: 0, isEncoder: false };
    const livePlays: object[] = [];
    const connection = {
      ...{
        isPublishing: number === 1,
        livePlays,
        recordedPlays: [],
        activeAt: 0,
        queuedBytes: 0,
        roundTrip: undefined,
      },
      ...{ traffic: { received: 1, sent: 2, messagesReceived: 3, messagesSent: 4 }, bandwidthLimit: BANDWIDTH },
    };
    present.set(id, {
      ...{ number, place: { ...HERE, instance }, since: 0 },
      client: { id, facts: { ...facts, ...more }, connection, readAccess: '/', writeAccess: '/' },
    });
    const sink = {
      clientId: id,
      get queuedBytes() {
        looked.queues++;
        return 500;
      },
    };
    const drops = { disposable: 1, inter: 0, key: 0, audio: 2 };
    const { stream, players } = instances.get(instance)!;
    const player = { sink, queue: { drops }, paused: false, bytesSent: 7 };
    players.add(player);
    livePlays.push({ stream, player });
  }
  const host = { name: HERE.virtualHost, applications: new Map([['live', { name: 'live', instances }]]) };
  const server = { adaptors: [{ adaptor: { name: HERE.adaptor, allVirtualHosts: [host] } }] };
  const [made, clock] = [{ server, presence: { clients: present } }, new ManualClock()];
  return { pages: new ClientPages(made.server as never, made.presence as never, clock), looked };
}

const BANDWIDTH = { serverToClient: 1, clientToServer: 1 };

test('pages show everybody once, in the order in which they came, with what they play', () => {
  const { pages, looked } = run(5000);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const { items, total, next } = pages.clients({ limit: 1000, cursor });
    expect([items.length, total]).toEqual([1000, 5000]);
    for (const item of items) {
      expect(item).toMatchObject({ playing: 1, dropped: 3, received: 1, sent: 2 });
      seen.push(item.id);
    }
    cursor = next;
  } while (cursor !== undefined);
  expect(seen).toEqual(Array.from({ length: 5000 }, (_, index) => `client ${index + 1}`));
  // What waits for a player is for its own page.
  expect(looked.queues).toBe(0);
});

test.each([
  [{ instance: 'a' }, ['client 2', 'client 4', 'client 6']],
  [{ instance: 'none' }, []],
  [{ application: 'other' }, []],
  [{ virtualHost: 'other.example' }, []],
  [{ only: 'publishers' }, ['client 1']],
  [{ search: '192.0.2.3' }, ['client 3']],
  [{ search: 'LIVE/b' }, ['client 1', 'client 3', 'client 5']],
] as const)('%j', (question, ids) => {
  const { items, total } = run(6).pages.clients({ limit: 10, ...question });
  expect([items.map(({ id }) => id), total]).toEqual([ids, ids.length]);
});

test('what is answered is what the schemas say', () => {
  const { pages } = run(2);
  const [first] = pages.clients({ limit: 1 }).items;
  expect(client.strict().parse(JSON.parse(JSON.stringify(first)))).toMatchObject({ ...HERE, instance: 'b' });
  const details = clientDetails.strict().parse(JSON.parse(JSON.stringify(pages.client('client 2'))));
  expect(details.plays).toEqual([{ stream: 'of a', kind: 'live', paused: false, sent: 7, dropped: 3, delay: 500 }]);
  expect(pages.client('client 3')).toBeUndefined();
});
