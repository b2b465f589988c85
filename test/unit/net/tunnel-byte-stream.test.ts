import { expect, test } from 'vitest';
import type { ByteStreamHandler } from '../../../src/net/byte-stream.js';
import type { TunnelPosts } from '../../../src/net/tunnel-byte-stream.js';
import { TunnelByteStream } from '../../../src/net/tunnel-byte-stream.js';
import { ManualClock } from '../../support/manual-clock.js';
import { settled } from '../../support/settled.js';

/** A server that a test answers for, and what the stream delivers. */
class TunnelRun implements TunnelPosts, ByteStreamHandler {
  readonly clock = new ManualClock();
  readonly remoteAddress = '203.0.113.7';
  readonly remotePort = 80;
  readonly secure = false;
  readonly posted: string[] = [];
  readonly heard: string[] = [];
  isClosed = false;
  #answer: ((body: Uint8Array) => void) | undefined;
  #refuse: ((error: Error) => void) | undefined;

  static async opened(): Promise<{ run: TunnelRun; stream: TunnelByteStream }> {
    const run = new TunnelRun();
    const opening = TunnelByteStream.open(run, run.clock);
    await run.answers('abc\n');
    const stream = await opening;
    stream.start(run);
    return { run, stream };
  }

  post(path: string, body: Uint8Array): Promise<Uint8Array> {
    if (this.#answer !== undefined) throw new Error('two posts at a time');
    this.posted.push(`${path} ${body.length === 1 && body[0] === 0 ? '' : Buffer.from(body).toString()}`.trim());
    return new Promise((resolve, reject) => {
      this.#answer = resolve;
      this.#refuse = reject;
    });
  }

  /** The post that waits is answered. */
  answers(text: string): Promise<void> {
    const answer = this.#answer;
    this.#answer = undefined;
    answer!(Buffer.from(text));
    return settled(this.clock);
  }

  fails(why: string): Promise<void> {
    this.#answer = undefined;
    this.#refuse!(new Error(why));
    return settled(this.clock);
  }

  close(): void {
    this.isClosed = true;
  }

  received(bytes: Uint8Array): void {
    this.heard.push(Buffer.from(bytes).toString());
  }

  drained(): void {
    this.heard.push('drained');
  }

  closed(error?: Error): void {
    this.heard.push(error === undefined ? 'closed' : `closed: ${error.message}`);
  }
}

const written = (text: string): Uint8Array[] => [Buffer.from(text)];

test('what is written is posted, one post at a time, and what came is delivered without its first byte', async () => {
  const { run, stream } = await TunnelRun.opened();
  stream.write(written('one'));
  stream.write(written('two'));
  expect([run.posted, stream.queuedBytes]).toEqual([['/open/1', '/idle/abc/0'], 6]);
  await run.answers('\u0001');
  expect(run.posted.at(-1)).toBe('/send/abc/1 onetwo');
  await run.answers('\u0001hello');
  expect([run.heard, stream.queuedBytes]).toEqual([['drained', 'hello'], 0]);
  expect(run.posted.at(-1)).toBe('/idle/abc/2');
});

test('a server that has nothing to say is asked more and more seldom, and at once when there is something', async () => {
  const { run, stream } = await TunnelRun.opened();
  const pauses: number[] = [];
  for (let poll = 0; poll < 8; poll++) {
    await run.answers('\u0001');
    const pause = run.clock.nextDue! - run.clock.now();
    pauses.push(pause);
    run.clock.advance(pause);
  }
  expect(pauses).toEqual([10, 20, 40, 80, 160, 320, 320, 320]);
  await run.answers('\u0001');
  stream.write(written('now'));
  expect(run.posted.at(-1)).toBe('/send/abc/9 now');
  await run.answers('\u0001');
  expect(run.posted.at(-1)).toBe('/idle/abc/10');
});

test('a paused stream holds what comes, asks for nothing and sends what is written', async () => {
  const { run, stream } = await TunnelRun.opened();
  stream.pause();
  await run.answers('\u0001late');
  expect([run.heard, run.posted.length]).toEqual([[], 2]);
  stream.write(written('x'));
  await run.answers('\u0001r');
  expect([run.heard, run.posted.length]).toEqual([['drained'], 3]);
  stream.resume();
  expect(run.heard).toEqual(['drained', 'late', 'r']);
  expect(run.posted.at(-1)).toBe('/idle/abc/2');
});

test('an end is said behind what is written; a server that takes nothing is left', async () => {
  const { run, stream } = await TunnelRun.opened();
  stream.write(written('last'));
  stream.end();
  await run.answers('\u0001');
  await run.answers('\u0001');
  expect(run.posted.slice(-2)).toEqual(['/send/abc/1 last', '/close/abc/2']);
  await run.answers('\u0001');
  expect([run.heard.at(-1), run.isClosed, run.clock.timers]).toEqual(['closed', true, 0]);

  const { run: stuck, stream: other } = await TunnelRun.opened();
  other.end();
  stuck.clock.advance(5000);
  await settled(stuck.clock);
  expect([stuck.heard, stuck.isClosed]).toEqual([['closed'], true]);
});

test('a post that fails ends it', async () => {
  const { run } = await TunnelRun.opened();
  await run.fails('it answers 404');
  expect([run.heard, run.isClosed, run.clock.timers]).toEqual([['closed: it answers 404'], true, 0]);
});

test('what is no name of a tunnel is none', async () => {
  const run = new TunnelRun();
  const opening = TunnelByteStream.open(run, run.clock);
  const refused = expect(opening).rejects.toThrow('opens no tunnel');
  await run.answers('<html>not / here</html>');
  await refused;
});
