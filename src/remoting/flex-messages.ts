import type { AmfValue } from '../amf/value.js';
import { AmfExternalizable, AmfObject } from '../amf/value.js';
import type { RemotingOutcome } from './remoting-outcome.js';
import type { RemotingWish, WantedCall } from './remoting-wish.js';

/** A message of Flex: whole, or in the short form of BlazeDS. */
export type FlexMessage = AmfObject | AmfExternalizable;

/** What an answer says of who answers, and when. */
export interface FlexIdentity {
  readonly clientId: string;
  /** Makes the id of a message. */
  readonly createId: () => string;
  /** Milliseconds since 1970. */
  readonly date: number;
}

const PACKAGE = 'flex.messaging.messages.';
const REMOTING = `${PACKAGE}RemotingMessage`;
const COMMANDS: ReadonlySet<string> = new Set([`${PACKAGE}CommandMessage`, 'DSC']);

/** Operations of a CommandMessage that ask for nothing that we would have to do. */
const CLIENT_PING = 5;
const LOGIN = 8;
const LOGOUT = 9;

/** Undefined for any other value. */
export function flexMessage(value: AmfValue): FlexMessage | undefined {
  if (!(value instanceof AmfObject || value instanceof AmfExternalizable)) return undefined;
  return value.className === REMOTING || COMMANDS.has(value.className) ? value : undefined;
}

export function readFlexMessage(message: FlexMessage): WantedCall {
  const operation = field(message, 'operation');
  if (message.className !== REMOTING) return { wanted: command(operation) };
  if (typeof operation !== 'string') {
    return { wanted: { wish: 'unknown', description: 'The RemotingMessage names no operation.' } };
  }
  const body = field(message, 'body');
  const args = Array.isArray(body) ? body : body === undefined || body === null ? [] : [body];
  const credentials = remoteCredentials(field(message, 'headers'));
  return { wanted: { wish: 'call', method: operation, args }, ...(credentials && { credentials }) };
}

/** The AcknowledgeMessage that answers `message`. */
export function acknowledge(message: FlexMessage, body: AmfValue, identity: FlexIdentity): AmfObject {
  return AmfObject.of({ ...common(message, identity), body }, `${PACKAGE}AcknowledgeMessage`);
}

/** The ErrorMessage that answers `message`. */
export function errorMessage(
  message: FlexMessage,
  { fault, description, info = null }: Extract<RemotingOutcome, { succeeded: false }>,
  identity: FlexIdentity,
): AmfObject {
  const more = { faultCode: fault, faultString: description, faultDetail: null, rootCause: null, extendedData: info };
  return AmfObject.of({ ...common(message, identity), body: null, ...more }, `${PACKAGE}ErrorMessage`);
}

function common(message: FlexMessage, { clientId, createId, date }: FlexIdentity): Record<string, AmfValue> {
  return {
    clientId: field(message, 'clientId') ?? field(message, 'clientIdBytes') ?? clientId,
    correlationId: field(message, 'messageId') ?? field(message, 'messageIdBytes') ?? null,
    destination: field(message, 'destination') ?? null,
    headers: new AmfObject(),
    messageId: createId(),
    timestamp: date,
    timeToLive: 0,
  };
}

function command(operation: AmfValue): RemotingWish {
  switch (operation ?? CLIENT_PING) {
    case CLIENT_PING:
    case LOGOUT:
      return { wish: 'ping' };
    case LOGIN:
      return {
        wish: 'unknown',
        description:
          'Nobody stays logged in here: send the name and the password with each call (setRemoteCredentials).',
      };
    default:
      return { wish: 'unknown', description: 'Only calls, pings and logouts are answered here.' };
  }
}

/** `RemoteObject.setRemoteCredentials`: base64 of `user:password`. */
function remoteCredentials(headers: AmfValue): readonly [string, string] | undefined {
  const encoded = headers instanceof AmfObject ? headers.get('DSRemoteCredentials') : undefined;
  if (typeof encoded !== 'string' || encoded === '') return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : [text.slice(0, colon), text.slice(colon + 1)];
}

function field(message: FlexMessage, name: string): AmfValue {
  return message instanceof AmfObject ? message.get(name) : message.fields.get(name);
}
