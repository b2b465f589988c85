import { expect, test } from 'vitest';
import { AmfDate } from '../../src/amf/amf-date.js';
import { AmfObject } from '../../src/amf/value.js';
import { concat } from '../../src/bytes/concat.js';
import { RtmpConnection } from '../../src/rtmp/connection.js';
import { decodeSharedObject, encodeSharedObject } from '../../src/rtmp/message/shared-object.js';
import type { SharedObjectMessage } from '../../src/rtmp/message/shared-object.js';
import type { SharedObjectEvent } from '../../src/rtmp/message/shared-object-event.js';
import { MessageType, messageStreamId } from '../../src/rtmp/message.js';
import { RtmpError } from '../../src/rtmp/rtmp-error.js';
import { randomPieces } from '../support/arrivals.js';
import { mutated } from '../support/mutated.js';
import { nodeHandshakeCrypto } from '../support/node-handshake-crypto.js';
import { openConnection, plainHandshake, sent } from '../support/rtmp-ends.js';
import { seededInteger, seededRandom } from '../support/seeded-random.js';

const deep = AmfObject.of({ list: [1, 'two', null], when: new AmfDate(1e12), more: AmfObject.of({ x: true }) });

/** All events that there are. */
const events: readonly SharedObjectEvent[] = [
  { event: 'use' },
  { event: 'requestChange', properties: [['x', 1]] },
  { event: 'change', properties: Object.entries({ deep, text: 'ä'.repeat(100), none: null }) },
  { event: 'success', names: ['x', 'y'] },
  { event: 'sendMessage', handler: 'show', args: [1, deep, 'end'] },
  { event: 'status', code: 'SharedObject.NoWriteAccess', level: 'error' },
  { event: 'clear' },
  { event: 'remove', names: ['x'] },
  { event: 'requestRemove', names: ['y', 'z'] },
  { event: 'useSuccess' },
  { event: 'release' },
];

const originals = (['amf0', 'amf3'] as const).map(
  (encoding) =>
    encodeSharedObject({ name: 'rooms/one', version: 258, persistent: true, encoding, events: [...events, ...events] })
      .payload,
);

/** One message in chunks, behind a handshake. */
function conversation(payload: Uint8Array, isAmf3: boolean): Uint8Array {
  const end = openConnection();
  const type = isAmf3 ? MessageType.sharedObjectAmf3 : MessageType.sharedObjectAmf0;
  end.write({ type, timestamp: 0, messageStreamId: messageStreamId(0), payload });
  return concat([plainHandshake, sent(end)]);
}

/** What a server reads of it, or the code of the RtmpError that ends it. Any other throw escapes. */
function read(pieces: readonly Uint8Array[]): SharedObjectMessage | string {
  const connection = new RtmpConnection({ role: 'server', crypto: nodeHandshakeCrypto });
  connection.connected = true;
  try {
    for (const piece of pieces) {
      connection.receive(piece, 0);
      const message = connection.read();
      if (message !== undefined) return decodeSharedObject(message);
    }
    return 'nothing';
  } catch (error) {
    if (!(error instanceof RtmpError)) throw error;
    return error.code;
  }
}

/** The same however the bytes arrive. */
function readThreeWays(bytes: Uint8Array, seed: number): SharedObjectMessage | string {
  const whole = read([bytes]);
  const { length } = plainHandshake;
  const byteByByte = Array.from(bytes.subarray(length), (byte) => Uint8Array.of(byte));
  expect(read([bytes.subarray(0, length), ...byteByByte]), `byte by byte, seed ${seed}`).toEqual(whole);
  expect(read(randomPieces(bytes, seed)), `in pieces, seed ${seed}`).toEqual(whole);
  return whole;
}

test.each([0, 1])('what is mutated is read as a message of its own, or refused (type %#)', (which) => {
  const ends = { read: 0, refused: 0 };
  const whole = readThreeWays(conversation(originals[which]!, which === 1), 0);
  expect(whole).toMatchObject({ name: 'rooms/one', version: 258, persistent: true });
  for (let seed = 0; seed < 800; seed++) {
    const result = readThreeWays(conversation(mutated(originals[which]!, seededRandom(seed)), which === 1), seed);
    if (typeof result === 'string') {
      expect(result).toBe('invalid-message');
      ends.refused++;
    } else {
      ends.read++;
      // What can be read can be written, and is the same then.
      expect(decodeSharedObject(encodeSharedObject(result)), `seed ${seed}`).toEqual(result);
    }
  }
  expect(Math.min(ends.read, ends.refused)).toBeGreaterThan(40);
});

test('noise is read as a message or refused', () => {
  for (let seed = 0; seed < 800; seed++) {
    const random = seededRandom(seed);
    const header = originals[0]!.subarray(0, 23);
    const noise = Uint8Array.from({ length: seededInteger(random, 300) }, () => seededInteger(random, 30));
    readThreeWays(conversation(concat([header, noise]), false), seed);
  }
});

test('lengths and counts that are announced cost nothing', () => {
  const header = originals[0]!.subarray(0, 23);
  const before = process.memoryUsage().arrayBuffers;
  const start = performance.now();
  const hostile = [
    Uint8Array.of(4, 0xff, 0xff, 0xff, 0xff, 0, 1, 120, 5),
    // A strict array, and a string, of four billion.
    Uint8Array.of(4, 0, 0, 0, 8, 0, 1, 120, 10, 0xff, 0xff, 0xff, 0xff),
    Uint8Array.of(6, 0, 0, 0, 5, 12, 0xff, 0xff, 0xff, 0xff),
    Uint8Array.of(5, 0, 0, 0, 3, 0xff, 0xff, 120),
    // Events that are empty, and properties that are.
    new Uint8Array(5 * 100_000).map((_, at) => (at % 5 === 0 ? 8 : 0)),
  ];
  for (const bytes of hostile) expect(read([conversation(concat([header, bytes]), false)])).toBe('invalid-message');
  expect(performance.now() - start).toBeLessThan(2000);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
});
