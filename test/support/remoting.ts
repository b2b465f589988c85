import { defaultAmfLimits } from '../../src/amf/amf-limits.js';
import type { RemotingHeader, RemotingMessage, RemotingPacket } from '../../src/amf/remoting-packet.js';
import { decodeRemotingPacket, encodeRemotingRequest } from '../../src/amf/remoting-packet.js';
import type { RemotingRequest } from '../../src/remoting/remoting-gateway.js';
import { RemotingGateway } from '../../src/remoting/remoting-gateway.js';
import { defaultRemotingOptions } from '../../src/remoting/remoting-options.js';
import type { Conversation } from './conversation.js';

/** The remoting gateway in front of the server of a conversation. */
export function gatewayOf(conversation: Conversation): RemotingGateway {
  let ids = 0;
  return new RemotingGateway({
    adaptor: () => conversation.server.adaptors[0]!.adaptor,
    clock: conversation.clock,
    logger: conversation.log,
    createId: () => `visitor-${++ids}`,
    options: () => defaultRemotingOptions,
    amf: () => defaultAmfLimits,
  });
}

export function packet(
  messages: readonly RemotingMessage[],
  version: 0 | 3 = 0,
  headers: readonly RemotingHeader[] = [],
): Uint8Array {
  return encodeRemotingRequest({ version, headers, messages });
}

export function posted(body: Uint8Array, more: Partial<RemotingRequest> = {}): RemotingRequest {
  return {
    app: 'live',
    facts: {
      ...{ address: '203.0.113.9', port: 40_000, protocol: 'http', secure: false, agent: 'Shockwave Flash' },
      ...{ referrer: '', pageUrl: '', uri: 'http://server.example/gateway/live' },
    },
    body,
    signal: new AbortController().signal,
    ...more,
  };
}

/** Posts a packet and reads the answer. */
export async function post(
  gateway: RemotingGateway,
  body: Uint8Array,
  more: Partial<RemotingRequest> = {},
): Promise<RemotingPacket> {
  return decodeRemotingPacket(await gateway.answer(posted(body, more)));
}
