import { beforeEach, describe, expect, it } from 'vitest';
import {
  decodeHeader,
  decodeQuestion,
  decodeRefusal,
  encodeHeader,
  encodeRefusal,
} from '../../../src/edge/client-words.js';
import { LinkTransport } from '../../../src/edge/link-transport.js';
import { MediaBatch } from '../../../src/media/media-batch.js';
import { MediaMessage } from '../../../src/media/media-message.js';
import { messageStreamId } from '../../../src/rtmp/message.js';
import { LinkPair, words } from '../../support/link-pair.js';

const facts = { protocol: 'rtmp', secure: false, address: '192.0.2.7', port: 40_000 };

let pair: LinkPair;
let near: LinkTransport;
let far: LinkTransport | undefined;
let heard: string[];

beforeEach(async () => {
  heard = [];
  far = undefined;
  pair = new LinkPair({
    onStream: (stream) => {
      const transport = new LinkTransport(
        stream,
        facts,
        (question) => Promise.resolve(`${question}!`),
        () => 3,
      );
      transport.start(listener('far'));
      far = transport;
    },
  });
  near = new LinkTransport(
    pair.initiator.line.open('client'),
    facts,
    () => Promise.resolve(''),
    () => undefined,
  );
  near.start(listener('near'));
  await pair.carry();
});

function listener(side: string) {
  return {
    receive: ({ type, timestamp, messageStreamId: stream, payload }: Parameters<LinkTransport['send']>[0]) =>
      void heard.push(`${side} ${type} ${timestamp} ${stream} ${new TextDecoder().decode(payload)}`),
    closed: (reason: string) => void heard.push(`${side} closed: ${reason}`),
  };
}

describe('messages of a client on a link', () => {
  it('cross it as they are', async () => {
    near.send({ type: 20, timestamp: 0xfffffff0, messageStreamId: messageStreamId(5), payload: words('a call') });
    far!.send({ type: 19, timestamp: 0, messageStreamId: messageStreamId(0), payload: words('') });
    far!.sendMedia(new MediaBatch([new MediaMessage('video', 40, words('frame'))]), messageStreamId(1));
    await pair.carry();
    expect(heard).toEqual(['far 20 4294967280 5 a call', 'near 19 0 0 ', 'near 9 40 1 frame']);
    expect([near.traffic.messagesSent, near.traffic.messagesReceived]).toEqual([1, 2]);
    expect([far!.remoteAddress, far!.remotePort, far!.protocol, far!.roundTrip]).toEqual([
      '192.0.2.7',
      40_000,
      'rtmp',
      3,
    ]);
  });

  it('are followed by the reason of the end', async () => {
    far!.send({ type: 20, timestamp: 0, messageStreamId: messageStreamId(0), payload: words('bye') });
    far!.close('dismissed');
    far!.close('idle');
    await pair.carry();
    expect(heard).toEqual(['far closed: dismissed', 'near 20 0 0 bye', 'near closed: dismissed']);
    expect(pair.acceptor.line.statistics.streams).toBe(0);
  });

  it('keep nobody waiting for room once they end', async () => {
    const told: string[] = [];
    pair.initiator.bytes.take(0);
    near.send({ type: 20, timestamp: 0, messageStreamId: messageStreamId(0), payload: new Uint8Array(1024 * 1024) });
    near.whenDrained(() => told.push('drained'));
    await pair.carry();
    expect(told).toEqual([]);
    near.close('dismissed');
    expect([...heard, ...told]).toEqual(['near closed: dismissed', 'drained']);
  });

  it('have questions beside them, which fail with the link', async () => {
    const answer = near.ask('may I');
    await pair.carry();
    expect(await answer).toBe('may I!');
    const late = near.ask('still there');
    pair.initiator.bytes.hangUp();
    await expect(late).rejects.toThrow('gone');
    await expect(near.ask('and now')).rejects.toThrow('gone');
    expect(heard).toEqual(['near closed: connection-lost']);
  });
});

describe('what is said of a client', () => {
  it('comes back as it was', () => {
    const header = { id: 'c1', ...facts };
    expect(decodeHeader(encodeHeader(header))).toEqual(header);
    const refusal = { rule: 'play.allow', reason: 'denied', description: 'no' } as const;
    expect(decodeRefusal(encodeRefusal(refusal))).toEqual({ ...refusal, rule: 'origin: play.allow' });
    expect(decodeRefusal(encodeRefusal(undefined))).toBeUndefined();
  });

  it.each(['', '{', '[]', 'null', '{"id":1}', '{"__proto__":{"id":"x"}}'])('is nothing if it is %j', (text) => {
    expect(decodeHeader(words(text))).toBeUndefined();
    expect(decodeQuestion(text)).toBeUndefined();
  });

  it('refuses if it cannot be understood', () => {
    expect(decodeRefusal('{"reason":"constructor"}')).toMatchObject({ reason: 'failed' });
  });
});
