import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeRemotingPacket } from '../../src/amf/remoting-packet.js';
import { Conversation } from '../support/conversation.js';
import { FakeScript } from '../support/fake-script.js';
import { fromHex } from '../support/hex.js';
import { gatewayOf, post } from '../support/remoting.js';
import { guidancePresent, VECTORS } from './guidance.js';

interface Vector {
  readonly name: string;
  readonly hex: string;
}

/** The packets of other implementations that ask for something. */
function requests(): Vector[] {
  if (!guidancePresent) return [];
  const vectors = JSON.parse(readFileSync(`${VECTORS}/remoting.json`, 'utf8')) as Vector[];
  return vectors.filter(({ hex }) => {
    const { messages } = decodeRemotingPacket(fromHex(hex));
    return messages.length > 0 && messages.every(({ response }) => /^\/?\d+$/.test(response));
  });
}

test.skipIf(!guidancePresent)(
  'the packets of other implementations are answered, each message by its name',
  async () => {
    const script = new FakeScript();
    script.calls = (method) => ({ answer: 'result', value: method });
    const gateway = gatewayOf(await Conversation.begin({ script: () => script }));
    const vectors = requests();
    expect(vectors.length).toBeGreaterThan(10);
    for (const { name, hex } of vectors) {
      const body = fromHex(hex);
      const { version, messages } = decodeRemotingPacket(body);
      const reply = await post(gateway, body);
      expect({
        name,
        version: reply.version,
        of: reply.messages.map(({ target }) => target.replace(/\/on\w+$/, '')),
      }).toEqual({
        ...{ name, version },
        of: messages.map(({ response }) => response),
      });
    }
  },
);
