import { expect, test } from 'vitest';
import { concat } from '../../src/bytes/concat.js';
import { RtmpConnection } from '../../src/rtmp/connection.js';
import { splitAggregate } from '../../src/rtmp/message/aggregate.js';
import { decodeCommand } from '../../src/rtmp/message/command.js';
import { decodeData } from '../../src/rtmp/message/data.js';
import { decodeUserControl } from '../../src/rtmp/message/user-control.js';
import { MessageType, messageStreamId } from '../../src/rtmp/message.js';
import type { RtmpMessage } from '../../src/rtmp/message.js';
import { RtmpError } from '../../src/rtmp/rtmp-error.js';
import { buildAggregate } from '../../src/rtmp/message/aggregate.js';
import { encodeCommand } from '../../src/rtmp/message/command.js';
import { encodeData } from '../../src/rtmp/message/data.js';
import { encodeUserControl } from '../../src/rtmp/message/user-control.js';
import { AmfObject } from '../../src/amf/value.js';
import { randomPieces } from '../support/arrivals.js';
import { nodeHandshakeCrypto } from '../support/node-handshake-crypto.js';
import { openConnection, pattern, plainHandshake, sent, toMessage } from '../support/rtmp-ends.js';
import { seededInteger, seededRandom } from '../support/seeded-random.js';

/** A publisher's conversation with everything in it that the layer knows. */
function conversation(): Uint8Array {
  const end = openConnection();
  const stream = messageStreamId(1);
  const audio = toMessage({ type: 8, timestamp: 0xfffffe, messageStreamId: 1, payload: pattern(200) });
  const video = toMessage({ type: 9, timestamp: 0x1000000, messageStreamId: 1, payload: pattern(700) });
  const app = AmfObject.of({ app: 'live', tcUrl: 'rtmp://localhost/live', objectEncoding: 3 });
  const call = { transactionId: 1, args: [], encoding: 'amf0' } as const;
  end.write(encodeCommand({ ...call, name: 'connect', commandObject: app }, messageStreamId(0)));
  end.setWindowAcknowledgementSize(1000);
  end.setPeerBandwidth(2_500_000, 2);
  end.setOutChunkSize(256);
  end.sendPing(5);
  end.write(encodeUserControl({ event: 'setBufferLength', messageStreamId: 1, bufferLength: 3000 }));
  end.write(encodeCommand({ ...call, name: 'call', commandObject: app, encoding: 'amf3' }, messageStreamId(0)));
  end.write(encodeData({ values: ['@setDataFrame', 'onMetaData', app], encoding: 'amf0' }, stream));
  end.write(audio);
  end.write(video);
  end.write(buildAggregate([audio, video]));
  return concat([plainHandshake, sent(end)]);
}

function decode(message: RtmpMessage): void {
  switch (message.type) {
    case MessageType.userControl:
      return void decodeUserControl(message);
    case MessageType.commandAmf0:
    case MessageType.commandAmf3:
      return void decodeCommand(message);
    case MessageType.dataAmf0:
    case MessageType.dataAmf3:
      return void decodeData(message);
    case MessageType.aggregate:
      return void splitAggregate(message);
  }
}

/** Gives `bytes` to a server; answers how many messages it had, and what ended it. Any other throw escapes. */
function survive(bytes: Uint8Array, seed: number): { messages: number; error: RtmpError | undefined } {
  const connection = new RtmpConnection({ role: 'server', crypto: nodeHandshakeCrypto });
  let messages = 0;
  try {
    for (const piece of randomPieces(bytes, seed)) {
      connection.receive(piece, 0);
      for (let message = connection.read(); message !== undefined; message = connection.read()) {
        messages += 1;
        decode(message);
      }
    }
    return { messages, error: undefined };
  } catch (error) {
    if (!(error instanceof RtmpError)) throw error;
    return { messages, error };
  }
}

function mutate(original: Uint8Array, random: () => number): Uint8Array {
  let bytes: Uint8Array = original.slice();
  const edits = 1 + seededInteger(random, 6);
  for (let i = 0; i < edits; i++) {
    // Mostly behind the handshake, which random bytes do not change.
    const at = random() < 0.1 ? 0 : plainHandshake.length + seededInteger(random, bytes.length - plainHandshake.length);
    const kind = seededInteger(random, 5);
    if (kind === 0) bytes[at] = seededInteger(random, 256);
    else if (kind === 1) bytes[at] = bytes[at]! ^ (1 << seededInteger(random, 8));
    else if (kind === 2) bytes.fill(random() < 0.5 ? 0xff : 0, at, at + seededInteger(random, 5));
    else if (kind === 3) bytes = concat([bytes.subarray(0, at), bytes.subarray(at + seededInteger(random, 9))]);
    else bytes = concat([bytes.subarray(0, at), bytes.subarray(at - seededInteger(random, 30))]);
  }
  return bytes;
}

test('the conversation itself is read to its end', () => {
  expect(survive(conversation(), 1)).toEqual({ messages: 7, error: undefined });
});

test('mutated conversations end in nothing worse than an RtmpError', () => {
  const original = conversation();
  const ends = new Map<string, number>();
  for (let seed = 0; seed < 4000; seed++) {
    const { error } = survive(mutate(original, seededRandom(seed)), seed);
    const end = error?.code ?? 'read';
    ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  // The mutations reach every layer.
  for (const end of ['read', 'unsupported-version', 'invalid-chunk', 'invalid-message', 'pre-connect-limit']) {
    expect(ends.get(end), end).toBeGreaterThan(0);
  }
});

test('noise behind the handshake ends in nothing worse than an RtmpError', () => {
  for (let seed = 0; seed < 2000; seed++) {
    const random = seededRandom(seed);
    const noise = Uint8Array.from({ length: seededInteger(random, 3000) }, () => seededInteger(random, 256));
    survive(concat([plainHandshake, noise]), seed);
  }
});

test('headers that announce much keep little', () => {
  const before = process.memoryUsage().arrayBuffers;
  const kept: RtmpConnection[] = [];
  for (let seed = 0; seed < 200; seed++) {
    const connection = openConnection();
    for (let id = 0; id < 60; id++) {
      connection.receive(Uint8Array.of(0x00, id, 0, 0, 0, 0xff, 0xff, 0xff, 9, 1, 0, 0, 0), 0);
      connection.receive(new Uint8Array(128), 0);
      connection.read();
    }
    kept.push(connection);
  }
  // 12,000 messages of 16 MB each, with 128 bytes of them here.
  expect(kept).toHaveLength(200);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
});
