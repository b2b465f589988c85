import { expect, test } from 'vitest';
import { Conversation } from '../support/conversation.js';

test('connect is answered in the order of FMS', async () => {
  const conversation = await Conversation.begin();
  const client = conversation.client();
  client.connect('live');
  expect(await client.hears()).toEqual([
    'WindowAck 2500000',
    'SetPeerBandwidth 2500000 dynamic',
    'StreamBegin@0',
    '_result 1 {fmsVer: "FMS/4,5,0,297", capabilities: 255, mode: 1} NetConnection.Connect.Success',
  ]);
});
