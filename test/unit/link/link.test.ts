import { describe, expect, it } from 'vitest';
import { frameHeader, FrameType } from '../../../src/link/link-frame.js';
import { LINK_MAGIC } from '../../../src/link/link-greeting.js';
import type { LinkStream } from '../../../src/link/link-stream.js';
import { LinkPair, listenTo, words } from '../../support/link-pair.js';

const echo = (stream: LinkStream): void => void listenTo(stream, (text) => stream.write(words(`${text}!`)));

describe('the greeting', () => {
  it.each<[string, [string | undefined, string | undefined], boolean]>([
    ['the same secret', ['sixteen letters.', 'sixteen letters.'], true],
    ['no secret on either side', [undefined, undefined], true],
    ['another secret', ['sixteen letters.', 'sixteen letterz.'], false],
    ['a secret that only the acceptor has', [undefined, 'sixteen letters.'], false],
    ['a secret that only the initiator has', ['sixteen letters.', undefined], false],
  ])('%s', async (_what, secrets, opens) => {
    const pair = new LinkPair({ secrets });
    await pair.carry();
    expect([pair.initiator.opened, pair.acceptor.opened && pair.acceptor.ended === undefined]).toEqual([opens, opens]);
    if (opens) {
      expect(pair.initiator.line.peerName).toBe('the acceptor');
      expect(pair.acceptor.line.peerName).toBe('the initiator');
    } else {
      expect(pair.initiator.ended?.code).toBe('unauthorised');
      expect(pair.acceptor.ended).toBeDefined();
    }
  });

  it('never shows the secret, and is never the same twice', async () => {
    const sent: string[] = [];
    for (let i = 0; i < 2; i++) {
      const pair = new LinkPair();
      pair.clock.turn();
      sent.push(Buffer.from(pair.initiator.bytes.arrived()).toString('latin1'));
      await pair.carry();
    }
    expect(sent[0]).not.toContain('a long secret');
    expect(sent[0]).not.toBe(sent[1]);
  });

  it('is given up when it takes too long', () => {
    const pair = new LinkPair();
    pair.clock.advance(10_000);
    expect(pair.acceptor.ended?.code).toBe('timeout');
    expect(pair.acceptor.bytes.isClosed).toBe(true);
    expect(pair.clock.timers).toBe(0);
  });

  it.each([
    ['another protocol', words('GET / HTTP/1.1\r\n\r\n'), 'not-a-link'],
    ['a stream before the proof', [...LINK_MAGIC, ...frameHeader(FrameType.open, 1, 2), 1, 97], 'invalid-frame'],
    ['a proof before the hello', [...LINK_MAGIC, ...frameHeader(FrameType.proof, 0, 0)], 'invalid-frame'],
    ['a frame of no type', [...LINK_MAGIC, 99, 0, 0, 0, 0, 0, 0, 0], 'invalid-frame'],
    ['a frame that announces too much', [...LINK_MAGIC, ...frameHeader(FrameType.hello, 0, 0xffffff)], 'invalid-frame'],
    ['a hello that is cut short', [...LINK_MAGIC, ...frameHeader(FrameType.hello, 0, 1), 1], 'invalid-frame'],
  ])('refuses %s', (_what, bytes, code) => {
    const pair = new LinkPair();
    pair.acceptor.bytes.send(new Uint8Array(bytes));
    expect(pair.acceptor.ended?.code).toBe(code);
  });
});

describe('streams', () => {
  it('carry messages both ways, with what was said before the link was open', async () => {
    const pair = new LinkPair({ onStream: echo });
    const stream = pair.initiator.line.open('play', words('camera'));
    const heard = listenTo(stream);
    stream.write(words('one'), words(' and the rest of it'));
    stream.write(words(''));
    await pair.carry();
    expect(heard).toEqual(['one and the rest of it!', '!']);
    const [theirs] = pair.acceptor.streams;
    expect([theirs?.kind, new TextDecoder().decode(theirs?.header)]).toEqual(['play', 'camera']);
  });

  it('can be opened by either side', async () => {
    const pair = new LinkPair();
    await pair.carry();
    pair.acceptor.line.open('news').write(words('hello'));
    await pair.carry();
    expect(listenTo(pair.initiator.streams[0]!)).toEqual(['hello']);
  });

  it('carry a message that is longer than the window', async () => {
    const pair = new LinkPair({ options: { window: 64 * 1024 } });
    const stream = pair.initiator.line.open('file');
    stream.write(words('x'.repeat(1_000_000)));
    await pair.carry();
    expect(listenTo(pair.acceptor.streams[0]!)).toEqual(['1000000 bytes']);
  });

  it('wait for a listener that is slow, while the others go on', async () => {
    let taken: () => void = () => undefined;
    const slow: string[] = [];
    const pair = new LinkPair({
      options: { window: 64 * 1024 },
      onStream: (stream) => {
        if (stream.kind === 'quick') return echo(stream);
        slow.push(...listenTo(stream, () => new Promise((resolve) => (taken = resolve))));
      },
    });
    const [slowly, quick] = [pair.initiator.line.open('slow'), pair.initiator.line.open('quick')];
    for (let i = 0; i < 20; i++) slowly.write(words('s'.repeat(20_000)));
    quick.write(words('now'));
    const heard = listenTo(quick);
    await pair.carry();
    expect(heard).toEqual(['now!']);
    expect(slowly.queuedBytes).toBeGreaterThanOrEqual(400_000 - 64 * 1024);
    let drained = false;
    slowly.whenDrained(() => (drained = true));
    for (let i = 0; i < 20; i++) {
      taken();
      await pair.carry();
    }
    expect([slowly.queuedBytes, drained]).toEqual([0, true]);
  });

  it('take turns where the stream of bytes below is slow', async () => {
    const pair = new LinkPair({ options: { window: 4 * 1024 * 1024 } });
    await pair.carry();
    const order: string[] = [];
    for (const kind of ['long', 'short']) {
      const stream = pair.initiator.line.open(kind);
      for (let i = 0; i < 5; i++) stream.write(words('x'.repeat(kind === 'long' ? 500_000 : 10)));
    }
    await pair.carry();
    for (const stream of pair.acceptor.streams) {
      stream.start({ message: () => void order.push(stream.kind), closed: () => undefined });
    }
    pair.initiator.bytes.take(200_000);
    const late = pair.initiator.line.open('late');
    for (let i = 0; i < 5; i++) pair.initiator.line.open('long again').write(words('x'.repeat(1_000_000)));
    late.write(words('!'));
    pair.clock.turn();
    pair.acceptor.bytes.send(pair.initiator.bytes.arrived());
    const reached = pair.acceptor.streams.find(({ kind }) => kind === 'late');
    expect(listenTo(reached!)).toEqual(['!']);
    expect(order).toHaveLength(10);
  });

  it('end when both sides have ended them, after what was written', async () => {
    const pair = new LinkPair({ onStream: echo });
    const stream = pair.initiator.line.open('play');
    const heard = listenTo(stream);
    stream.write(words('last'));
    stream.end();
    stream.write(words('too late'));
    await pair.carry();
    expect(heard).toEqual(['last!', 'closed: ended']);
    expect([pair.initiator.line.statistics.streams, pair.acceptor.line.statistics.streams]).toEqual([0, 0]);
  });

  it('are closed by either side at once, with a reason', async () => {
    const pair = new LinkPair();
    const stream = pair.initiator.line.open('play');
    const heard = listenTo(stream);
    await pair.carry();
    const [theirs] = pair.acceptor.streams;
    const heardThere = listenTo(theirs!);
    theirs!.close('not here');
    theirs!.close('twice');
    stream.write(words('crosses the end'));
    await pair.carry();
    expect([heard, heardThere]).toEqual([['closed: not here'], ['closed: not here']]);
    expect(pair.initiator.line.isClosed).toBe(false);
  });

  it('are over when the link is, and those that are opened then are too', async () => {
    const pair = new LinkPair({ onStream: echo });
    const heard = listenTo(pair.initiator.line.open('play'));
    await pair.carry();
    pair.initiator.bytes.hangUp(new Error('ECONNRESET'));
    expect(heard).toEqual(['closed: connection-lost']);
    expect(listenTo(pair.initiator.line.open('play'))).toEqual(['closed: connection-lost']);
    await pair.carry();
    expect(pair.acceptor.ended?.code).toBe('connection-lost');
    expect(pair.clock.timers).toBe(0);
  });

  it('of a handler that throws are closed, and no other', async () => {
    const pair = new LinkPair({
      onStream: (stream) => {
        if (stream.kind === 'good') return echo(stream);
        stream.start({ message: () => Promise.reject(new Error('broken')), closed: () => undefined });
      },
    });
    const [bad, good] = [pair.initiator.line.open('bad'), pair.initiator.line.open('good')];
    const [heardBad, heardGood] = [listenTo(bad), listenTo(good)];
    bad.write(words('x'));
    await pair.carry();
    good.write(words('y'));
    await pair.carry();
    expect([heardBad, heardGood]).toEqual([['closed: internal-error'], ['y!']]);
    expect(pair.acceptor.failures).toEqual([new Error('broken')]);
  });
});

describe('bounds', () => {
  it('closes a stream of which too much waits', async () => {
    const pair = new LinkPair({ options: { maxQueued: 1000 } });
    const heard = listenTo(pair.initiator.line.open('play'));
    const stream = pair.initiator.line.open('play');
    const heardLong = listenTo(stream);
    stream.write(new Uint8Array(1001));
    await pair.carry();
    expect([heard, heardLong]).toEqual([[], ['closed: too-slow']]);
  });

  it('sends no message that is too long', () => {
    const pair = new LinkPair({ options: { maxMessageSize: 1000 } });
    const stream = pair.initiator.line.open('play');
    const heard = listenTo(stream);
    stream.write(new Uint8Array(1001));
    expect(heard).toEqual(['closed: message-too-large']);
  });

  it('takes no more streams than it may', async () => {
    const pair = new LinkPair({ options: { maxStreams: 2 }, onStream: echo });
    const heard = [1, 2, 3].map(() => listenTo(pair.initiator.line.open('play')));
    await pair.carry();
    expect(heard).toEqual([[], [], ['closed: too-many-streams']]);
    expect(pair.acceptor.ended).toBeUndefined();
  });

  it.each([
    ['goes beyond its credit', [FrameType.message, FrameType.message, FrameType.message], 'flow-control'],
    ['sends a part with nothing in it', [FrameType.part], 'invalid-frame'],
  ])('ends a link whose other side %s', async (_what, types, code) => {
    const pair = new LinkPair({ options: { window: 64 * 1024 } });
    const stream = pair.initiator.line.open('play');
    await pair.carry();
    const size = types.length > 1 ? 30_000 : 0;
    for (const type of types) {
      pair.acceptor.bytes.send(new Uint8Array([...frameHeader(type, stream.id, size), ...new Uint8Array(size)]));
    }
    expect(pair.acceptor.ended?.code).toBe(code);
  });

  it.each([
    ['a stream that was never opened', 77],
    ['a stream of ours that was never opened', 78],
  ])('ends a link in which something is sent on %s', async (_what, id) => {
    const pair = new LinkPair();
    await pair.carry();
    pair.acceptor.bytes.send(frameHeader(FrameType.message, id, 0));
    expect(pair.acceptor.ended?.code).toBe('invalid-frame');
  });
});

describe('signs of life', () => {
  it('measure the way, and end a link on which nothing is heard', async () => {
    const pair = new LinkPair();
    await pair.carry();
    pair.clock.advance(2000);
    await pair.carry();
    expect(pair.initiator.line.statistics.roundTrip).toBe(0);
    pair.clock.advance(9999);
    expect([pair.initiator.ended?.code, pair.acceptor.ended?.code]).toEqual(['timeout', 'timeout']);
    expect(pair.clock.timers).toBe(0);
  });

  it('are beside statistics, which are the same from both sides', async () => {
    const pair = new LinkPair({ onStream: echo });
    await pair.carry();
    const before = pair.initiator.line.statistics;
    const stream = pair.initiator.line.open('play', words('camera'));
    listenTo(stream);
    stream.write(new Uint8Array(10_000));
    await pair.carry();
    const [ours, theirs] = [pair.initiator.line.statistics, pair.acceptor.line.statistics];
    expect([theirs.bytesReceived, theirs.bytesSent]).toEqual([ours.bytesSent, ours.bytesReceived]);
    expect(ours.bytesSent - before.bytesSent).toBeGreaterThan(10_000);
    expect(ours.bytesSent - before.bytesSent).toBeLessThan(10_200);
    expect([ours.streams, theirs.streams, theirs.streamsOpened]).toEqual([1, 1, 1]);
    stream.close('done');
    await pair.carry();
    const after = pair.acceptor.line.statistics;
    expect([after.streams, after.streamsOpened]).toEqual([0, 1]);
  });

  it('tells the other side why it ends', async () => {
    const pair = new LinkPair();
    await pair.carry();
    pair.initiator.line.close('the server stops');
    await pair.carry();
    expect(pair.initiator.ended?.code).toBe('closed');
    expect([pair.acceptor.ended?.code, pair.acceptor.ended?.message]).toEqual(['ended-by-peer', 'the server stops']);
  });
});
