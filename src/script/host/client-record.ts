import type { Client } from '../../application/client.js';
import type { ClientRecord } from '../protocol/script-events.js';

/** A client as its script is told of it when it connects. */
export function clientRecord({ id, facts, ...access }: Client): ClientRecord {
  const { address, port, agent, pageUrl, referrer, protocol, secure, uri, query, objectEncoding, isEncoder } = facts;
  const { readAccess, writeAccess, audioSampleAccess, videoSampleAccess, virtualKey } = access;
  return {
    ...{ id, ip: address, port, agent, pageUrl, referrer, protocol, secure, uri, query, objectEncoding, isEncoder },
    ...{ readAccess, writeAccess, audioSampleAccess, videoSampleAccess, virtualKey },
  };
}
