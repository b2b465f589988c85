import type { AmfValue } from '../../amf/value.js';
import { AmfObject } from '../../amf/value.js';
import { CallFailedError } from '../../netconnection/responders.js';
import { pack } from '../protocol/pack.js';
import type { PeerAnswer } from '../protocol/server-operations.js';

/** What may be called at the other side of a connection. */
interface Peer {
  call(method: string, ...args: readonly AmfValue[]): Promise<AmfValue>;
  notify(method: string, ...args: readonly AmfValue[]): void;
}

/** Calls a method of the other side, and packs what it answers. Rejects if it could not be called. */
export async function peerAnswer(
  peer: Peer,
  method: string,
  args: readonly AmfValue[],
  wantsAnswer: boolean,
): Promise<PeerAnswer> {
  if (!wantsAnswer) {
    peer.notify(method, ...args);
    return { answer: 'result', value: pack(undefined) };
  }
  try {
    return { answer: 'result', value: pack(await peer.call(method, ...args)) };
  } catch (error) {
    if (error instanceof CallFailedError) return failedAnswer(error);
    throw error;
  }
}

function failedAnswer({ message, info }: CallFailedError): PeerAnswer {
  if (!(info instanceof AmfObject)) return { answer: 'error', description: message };
  const description = info.get('description');
  const application = info.get('application');
  return {
    answer: 'error',
    description: typeof description === 'string' ? description : message,
    status: pack(info),
    ...(application instanceof AmfObject && { info: pack(application) }),
  };
}
