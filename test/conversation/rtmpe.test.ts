import { expect, test } from 'vitest';
import { AmfObject } from '../../src/amf/value.js';
import { RtmpConnection } from '../../src/rtmp/connection.js';
import { decodeCommand, encodeCommand } from '../../src/rtmp/message/command.js';
import { CONNECTION_STREAM, MessageType } from '../../src/rtmp/message.js';
import { Conversation } from '../support/conversation.js';
import { nodeHandshakeCrypto as crypto } from '../support/node-handshake-crypto.js';
import { readAll } from '../support/rtmp-ends.js';
import { settled } from '../support/settled.js';

/** Our own client role, which asks for RTMPE and connects; answers the code that it is told, if it comes so far. */
async function connect(conversation: Conversation): Promise<string | undefined> {
  const { stream } = conversation.stranger();
  const rtmp = new RtmpConnection({ role: 'client', crypto, encrypted: true });
  rtmp.connected = true;
  const commandObject = AmfObject.of({ app: 'live', tcUrl: 'rtmpe://server.example/live' });
  rtmp.write(
    encodeCommand({ name: 'connect', transactionId: 1, commandObject, args: [], encoding: 'amf0' }, CONNECTION_STREAM),
  );
  const codes: unknown[] = [];
  for (let turn = 0; turn < 4; turn++) {
    for (const bytes of rtmp.takeOutput()) stream.send(bytes);
    await settled(conversation.clock);
    for (const message of readAll(rtmp, [stream.arrived()])) {
      const info = message.type === MessageType.commandAmf0 ? decodeCommand(message).args[0] : undefined;
      if (info instanceof AmfObject) codes.push(info.get('code'));
    }
  }
  return codes[0] as string | undefined;
}

const SUCCESS = 'NetConnection.Connect.Success';

test('hooks and the log see the protocol as rtmpe, which is not secure', async () => {
  const seen: unknown[] = [];
  const hook = {
    name: 'watcher',
    onConnect: ({ facts }: { facts: { protocol: string; secure: boolean } }) =>
      void seen.push([facts.protocol, facts.secure]),
  };
  const conversation = await Conversation.begin({ hooks: [hook] });
  expect(await connect(conversation)).toBe(SUCCESS);
  expect(seen).toEqual([['rtmpe', false]]);
  expect(conversation.server.keyExchanges).toEqual({ admitted: 1, refused: 0 });
});

test('disallowedProtocols refuses it and leaves rtmp', async () => {
  const conversation = await Conversation.begin({ set: ['application.disallowedProtocols=[rtmpe]'] });
  expect(await connect(conversation)).toBe('NetConnection.Connect.Rejected');
  await conversation.connected();
});

test('where it is switched off nothing is answered', async () => {
  const conversation = await Conversation.begin({ set: ['adaptor.rtmpe.enabled=false'] });
  expect(await connect(conversation)).toBeUndefined();
  expect(conversation.log.at('warn')[0]?.fields).toMatchObject({ code: 'unsupported-version' });
});

test('only so many are let in per second', async () => {
  const conversation = await Conversation.begin({ set: ['adaptor.rtmpe.maxHandshakesPerSecond=2'] });
  const come = () => connect(conversation);
  expect([await come(), await come(), await come()]).toEqual([SUCCESS, SUCCESS, undefined]);
  expect(conversation.log.at('warn')[0]?.fields).toMatchObject({ code: 'too-many-handshakes' });
  await conversation.pass(500);
  expect([await come(), await come()]).toEqual([SUCCESS, undefined]);
  expect(conversation.server.keyExchanges).toEqual({ admitted: 3, refused: 2 });
});
