import type { RemotingHeader } from '../amf/remoting-packet.js';
import type { AmfValue } from '../amf/value.js';
import { AmfObject } from '../amf/value.js';
import type { RemotingCall } from './remoting-call.js';

/** `NetConnection.setCredentials`: an object with `userid` and `password`. */
const CREDENTIALS = 'Credentials';

/** The name of a header that must be understood, and is not. */
export function notUnderstood(headers: readonly RemotingHeader[]): string | undefined {
  return headers.find(({ name, mustUnderstand }) => mustUnderstand && name !== CREDENTIALS)?.name;
}

/** What the application's onConnect is told behind the client: name and password, where the packet has them. */
export function connectArguments(headers: readonly RemotingHeader[], calls: readonly RemotingCall[]): AmfValue[] {
  const value = headers.find(({ name }) => name === CREDENTIALS)?.value;
  if (value instanceof AmfObject) return [value.get('userid'), value.get('password')];
  return [...(calls.find(({ credentials }) => credentials !== undefined)?.credentials ?? [])];
}
