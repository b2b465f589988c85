import { beforeEach, describe, expect, it, test } from 'vitest';
import { LinkGate } from '../../../src/edge/link-gate.js';
import { Origins } from '../../../src/edge/origins.js';
import { UpstreamLink } from '../../../src/edge/upstream-link.js';
import { defaultLinkOptions } from '../../../src/link/link-options.js';
import { silentLogger } from '../../../src/log/logger.js';
import type { ByteStream } from '../../../src/net/byte-stream.js';
import { nodeCrypto } from '../../../src/net/node-crypto.js';
import { listenTo, words } from '../../support/link-pair.js';
import { ManualClock } from '../../support/manual-clock.js';
import { MemoryEnd } from '../../support/memory-pair.js';
import { settled } from '../../support/settled.js';

const SECRET = 'the secret of both servers';
const target = { way: 'link', secure: false, host: 'origin.example', port: 1935 } as const;

let clock: ManualClock;
let gate: LinkGate<string>;
let dials: number;
let isDown: boolean;
let secret: string | undefined;
let cut: () => void;
/** Nothing gets through any more, and nobody is told. */
let freeze: () => void;
/** Streams that were opened on links that are over. */
let over: number[];

beforeEach(() => {
  clock = new ManualClock();
  over = [];
  [dials, isDown, secret] = [0, false, SECRET];
  const common = { clock, crypto: nodeCrypto, logger: silentLogger, options: () => defaultLinkOptions };
  gate = new LinkGate({ ...common, secret: () => secret, name: 'origin' });
  gate.serve('echo', (stream, _line, door) => {
    listenTo(stream, (text) => stream.write(words(`${text} by ${door}`)));
  });
});

function link(): UpstreamLink {
  return new UpstreamLink(target, {
    ...{ clock, crypto: nodeCrypto, logger: silentLogger, options: () => defaultLinkOptions },
    ...{ secret: () => SECRET, name: 'edge', timeout: 2000, random: () => 1, patience: () => 1500 },
    ended: (statistics) => over.push(statistics.streamsOpened),
    dialer: {
      dial: (): Promise<ByteStream> => {
        dials++;
        if (isDown) return Promise.reject(new Error('nobody answers'));
        const [near, far] = MemoryEnd.pair();
        cut = () => far.destroy();
        freeze = () => [near, far].forEach((end) => end.holdUp(true));
        gate.accept(far, 'door');
        return Promise.resolve(near);
      },
    },
  });
}

async function settledOf<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  for (let i = 0; i < 5; i++) await settled(clock);
  return promise;
}

describe('the link to an origin', () => {
  it('is one for all who want it, and carries what the gate serves', async () => {
    const upstream = link();
    const [one, two] = await settledOf(Promise.all([upstream.reach(), upstream.reach()]));
    expect([one === two, dials, one.peerName]).toEqual([true, 1, 'origin']);
    const echo = one.open('echo');
    const [heard, refused] = [listenTo(echo), listenTo(one.open('unheard of'))];
    echo.write(words('hello'));
    await settledOf(Promise.resolve());
    expect([heard, refused]).toEqual([['hello by door'], ['closed: unknown-kind']]);
    expect(gate.links).toMatchObject([{ server: 'edge', streams: 1 }]);
    expect(gate.totals).toMatchObject({ open: 1, streams: 1, streamsOpened: 2, ended: 0 });
    const { bytesReceived } = gate.totals;
    cut();
    await settledOf(Promise.resolve());
    expect(over).toEqual([2]);
    expect(gate.totals).toMatchObject({ open: 0, streams: 0, streamsOpened: 2, ended: 1, bytesReceived });
  });

  it('is made anew when it broke, and not at once when it failed', async () => {
    const upstream = link();
    await settledOf(upstream.reach());
    cut();
    await settledOf(Promise.resolve());
    expect([upstream.isOpen, gate.links]).toEqual([false, []]);
    isDown = true;
    await expect(settledOf(upstream.reach())).rejects.toThrow('nobody answers');
    await expect(settledOf(upstream.reach())).rejects.toThrow('nobody answers');
    expect(dials).toBe(2);
    clock.advance(250);
    isDown = false;
    await settledOf(upstream.reach());
    expect([dials, upstream.isOpen]).toEqual([3, true]);
  });

  it.each([
    ['another secret', 'a secret of somebody else', 'the other side has another secret'],
    ['no secret at the origin', undefined, 'closed'],
  ])('does not come about with %s', async (_what, theirs, why) => {
    secret = theirs;
    await expect(settledOf(link().reach())).rejects.toThrow(why);
    expect(gate.links).toEqual([]);
  });
});

test('a link that is being made when the server stops is not left open', async () => {
  const upstream = link();
  const opening = upstream.reach();
  upstream.close();
  await expect(settledOf(opening)).rejects.toThrow('the server stops');
  expect([upstream.isOpen, gate.links, clock.timers]).toEqual([false, [], 0]);
});

describe('the servers of a route', () => {
  it.each([
    [1, 8000],
    [2, 1500],
  ])('are given up in silence, of %i of them after %i ms', async (count, silence) => {
    const links = Array.from({ length: count }, () => link());
    const all = links.map((each) => ({ way: 'link', target, link: each }) as const);
    const origins = new Origins(all, clock);
    await settledOf(origins.reach());
    freeze();
    clock.advance(silence - 1);
    expect(links[0]?.isOpen).toBe(true);
    clock.advance(1);
    expect(links[0]?.isOpen).toBe(false);
  });

  it('are tried in their order, those that failed lately last', async () => {
    const [down, well] = [link(), link()];
    const origins = new Origins(
      [down, well].map((each) => ({ way: 'link', target, link: each })),
      clock,
    );
    isDown = true;
    await expect(settledOf(origins.reach())).rejects.toThrow('link://origin.example:1935: nobody answers');
    isDown = false;
    clock.advance(300);
    origins.succeeded(origins.all[1]!);
    expect(origins.inOrder.map((origin) => origins.all.indexOf(origin))).toEqual([1, 0]);
    clock.advance(10_000);
    expect(origins.inOrder.map((origin) => origins.all.indexOf(origin))).toEqual([0, 1]);
  });
});
