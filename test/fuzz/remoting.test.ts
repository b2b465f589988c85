import { expect, test } from 'vitest';
import { AmfError } from '../../src/amf/amf-error.js';
import type { RemotingPacket } from '../../src/amf/remoting-packet.js';
import { decodeRemotingPacket, encodeRemotingReply, encodeRemotingRequest } from '../../src/amf/remoting-packet.js';
import type { AmfValue } from '../../src/amf/value.js';
import { AmfObject } from '../../src/amf/value.js';
import { readRemotingCall } from '../../src/remoting/remoting-call.js';
import { mutated } from '../support/mutated.js';
import { seededInteger, seededRandom } from '../support/seeded-random.js';

const credentials = AmfObject.of({ userid: 'ann', password: 'secret' });
const flexCall = new AmfObject('flex.messaging.messages.RemotingMessage', [
  ['operation', 'add'],
  ['messageId', 'A-1'],
  ['clientId', null],
  ['destination', 'calculator'],
  ['body', [1, 2]],
  ['headers', AmfObject.of({ DSId: 'nil' })],
]);

const calls: readonly AmfValue[][] = [[1, 'two', null], [], [AmfObject.of({ list: [true, credentials] })], [flexCall]];

const packets = ([0, 3] as const).flatMap((version) => {
  const packet: RemotingPacket = {
    version,
    headers: [{ name: 'Credentials', mustUnderstand: false, value: credentials }],
    messages: calls.map((value, index) => ({ target: 'service.method', response: `/${index + 1}`, value })),
  };
  const reply = { ...packet, messages: calls.map((value) => ({ target: '/1/onResult', response: 'null', value })) };
  return [encodeRemotingRequest(packet), encodeRemotingReply(reply)];
});

/** Whether it could be read, and every call of it answered. Anything thrown but AmfError escapes. */
function survives(bytes: Uint8Array): boolean {
  let packet: RemotingPacket;
  try {
    packet = decodeRemotingPacket(bytes);
  } catch (error) {
    if (!(error instanceof AmfError)) throw error;
    return false;
  }
  const identity = { clientId: 'client', date: 0, createId: () => 'id' };
  for (const message of packet.messages) {
    const call = readRemotingCall(message);
    const answer = call.answer({ succeeded: false, fault: 'Server.Processing', description: 'no' }, identity);
    expect(answer.target.endsWith('/onStatus')).toBe(true);
  }
  return true;
}

test.each(packets.map((packet, index) => ({ packet, index })))(
  'a packet that is mutated is read or refused ($index)',
  ({ packet }) => {
    expect(survives(packet)).toBe(true);
    const ends = { read: 0, refused: 0 };
    for (let seed = 0; seed < 2000; seed++) {
      if (survives(mutated(packet, seededRandom(seed)))) ends.read++;
      else ends.refused++;
    }
    expect(Math.min(ends.read, ends.refused)).toBeGreaterThan(100);
  },
);

test('a packet that ends early is refused, wherever it ends', () => {
  for (const packet of packets) {
    for (let length = 0; length < packet.length; length++) expect(survives(packet.subarray(0, length))).toBe(false);
  }
});

test('noise is refused, or a packet', () => {
  for (let seed = 0; seed < 3000; seed++) {
    const random = seededRandom(seed);
    const noise = Uint8Array.from({ length: seededInteger(random, 200) }, () => seededInteger(random, 20));
    survives(Uint8Array.of(0, 3, ...noise));
  }
});

test('counts that are announced cost nothing', () => {
  const before = process.memoryUsage().arrayBuffers;
  for (let round = 0; round < 1000; round++) {
    expect(survives(Uint8Array.of(0, 0, 0xff, 0xff, 0, 0, 0, 0))).toBe(false);
    expect(survives(Uint8Array.of(0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff))).toBe(false);
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
});
