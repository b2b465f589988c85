import { AmfObject } from '../../src/amf/value.js';
import type { AmfValue } from '../../src/amf/value.js';
import type { Conversation } from './conversation.js';
import type { ScriptedClient } from './scripted-client.js';

/** The fields of connect in which a client says what it can do of Enhanced RTMP v2; capsEx as given. */
export function enhancedFields(capsEx: number): Record<string, AmfValue> {
  return {
    videoFourCcInfoMap: AmfObject.of({ '*': 5 }),
    audioFourCcInfoMap: AmfObject.of({ '*': 2 }),
    capsEx,
    videoFunction: 4,
  };
}

/** A client with one NetStream that has said this of itself; without capsEx it is one that knows nothing of it. */
export async function clientWith(conversation: Conversation, capsEx?: number): Promise<ScriptedClient> {
  const client = conversation.client();
  client.connect('live', capsEx === undefined ? {} : enhancedFields(capsEx));
  client.command('createStream', 2);
  await client.hears();
  return client;
}

/** The same, once it plays `name` and has heard what comes with the beginning. */
export async function playerWith(conversation: Conversation, name: string, capsEx?: number): Promise<ScriptedClient> {
  const client = await clientWith(conversation, capsEx);
  client.command('play', 0, [name], 1);
  await client.hears();
  return client;
}

/** The same, once it publishes `name`. */
export async function publisherWith(
  conversation: Conversation,
  name: string,
  capsEx?: number,
): Promise<ScriptedClient> {
  const client = await clientWith(conversation, capsEx);
  client.command('publish', 0, [name, 'live'], 1);
  await client.hears();
  return client;
}
