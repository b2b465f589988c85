import { AmfArray, AmfObject } from '../../amf/value.js';
import type { AmfValue } from '../../amf/value.js';
import { parseApplicationAddress } from '../../application/application-address.js';
import type { ClientFacts } from '../../application/client.js';
import { Client } from '../../application/client.js';
import type { Refusal } from '../../application/refusal.js';
import { isRefusal } from '../../application/refusal.js';
import { printable } from '../../application/safe-name.js';
import { withoutQuery } from '../../application/stream-name.js';
import type { CommandMessage } from '../../rtmp/message/command.js';
import { CONNECTION_STREAM } from '../../rtmp/message.js';
import { FMS_CAPABILITIES, FMS_VERSION } from '../fms-version.js';
import type { Connection } from '../connection.js';
import { enhancedAnswer, readEnhancedCapabilities } from '../enhanced-connect.js';
import { PassingConversation } from '../passing-conversation.js';
import { status } from '../status.js';
import { unverifiable } from '../swf-check.js';
import { takesAggregates } from '../takes-aggregates.js';
import type { ConnectionCommand } from './command-handler.js';

/** Bit of videoFunction: SUPPORT_VID_CLIENT_SEEK. */
const CLIENT_SEEK = 1;

/** What a client that is to go elsewhere is told, as FMS tells it. */
const REDIRECT = 302;

/** Edges of one way that are looked at. */
const MAX_EDGES = 64;

/** How much of what a client says about itself is kept, in characters. */
const MAX_FACT_LENGTH = 4096;

/** `connect(object, …arguments)`: takes the client into an instance of an application, or sends it away. */
export const connect: ConnectionCommand = async (connection, command) => {
  if (connection.state !== 'awaiting-connect') return connectTwice(connection, command);
  connection.connecting(() => reject(connection, command, undecided));
  const { commandObject } = command;
  const field = (name: string): AmfValue => (commandObject instanceof AmfObject ? commandObject.get(name) : undefined);
  const [app, tcUrl] = [field('app'), text(field('tcUrl'))];
  const address = typeof app === 'string' ? parseApplicationAddress(app, tcUrl) : undefined;
  const { adaptor, createId } = connection.environment;
  const client = new Client(createId(), factsOf(connection, field, address?.query ?? ''), connection);
  if (address === undefined) {
    connection.logger = connection.logger.child({ app: printable(withoutQuery(app)) });
    adaptor.refused(client, badApplication);
    return reject(connection, command, badApplication);
  }

  connection.logger = connection.logger.child({ client: client.id, app: `${address.application}/${address.instance}` });
  const instance = await adaptor.open(address, client.facts.address, client);
  if (connection.isClosed) return;
  if (isRefusal(instance)) return reject(connection, command, instance);
  const unknown = unverifiable(instance.swfVerification, client.facts.agent, connection.transport);
  if (unknown !== undefined) {
    adaptor.refused(client, unknown, address);
    return reject(connection, command, unknown);
  }
  client.conversation = new PassingConversation(commandObject, connection.transport, connection.early);
  connection.arriving(client, instance);
  const refusal = await instance.connect(client, command.args);
  if (connection.isClosed) return;
  if (refusal !== undefined) return reject(connection, command, refusal);
  if (client.relay === undefined) client.conversation = undefined;
  connection.accept();
  const { agent, pageUrl, protocol } = client.facts;
  connection.logger.info('client connected', {
    agent: printable(agent),
    pageUrl: printable(withoutQuery(pageUrl)),
    protocol,
  });
  welcome(connection, command);
  connection.welcomed();
};

/**
 * The order of FMS: what is announced, StreamBegin of the connection, then the answer, which is AMF0 always. To a client
 * of Enhanced RTMP it says what we can do in both objects: the specification names neither, and clients look in either.
 */
function welcome(connection: Connection, { transactionId }: CommandMessage): void {
  const { send, transport, client, environment } = connection;
  const { objectEncoding, enhanced, via } = client.facts;
  const { serverToClient, clientToServer } = connection.bandwidthLimit;
  transport.announceBandwidth(serverToClient, clientToServer);
  send.userControl({ event: 'streamBegin', messageStreamId: CONNECTION_STREAM });
  const properties = AmfObject.of({
    fmsVer: `FMS/${FMS_VERSION}`,
    capabilities: FMS_CAPABILITIES,
    mode: 1,
    ...(enhanced && enhancedAnswer()),
  });
  const info = status('NetConnection.Connect.Success', 'Connection succeeded.', {
    data: new AmfArray([], [['version', FMS_VERSION]]),
    clientid: client.id,
    objectEncoding,
    ...(via !== undefined && { edgeId: environment.serverId }),
    ...(enhanced && enhancedAnswer()),
  });
  send.command(CONNECTION_STREAM, '_result', transactionId, properties, info);
  if (objectEncoding === 3) send.encoding = 'amf3';
}

function reject(connection: Connection, { transactionId }: CommandMessage, refusal: Refusal): void {
  const { rule, reason, description, data, redirect } = refusal;
  if (reason === 'login') connection.logger.debug('asked to log in', { rule });
  else connection.logger.warn('refused to connect', { rule, reason, description });
  const more = {
    ...(data !== undefined && { application: data }),
    ...(redirect !== undefined && { ex: AmfObject.of({ code: REDIRECT, redirect }) }),
  };
  connection.send.error(transactionId, status('NetConnection.Connect.Rejected', description, more));
  connection.send.command(CONNECTION_STREAM, 'close', 0, null);
  connection.close('rejected');
}

/** A connection belongs to one application for good. */
function connectTwice(connection: Connection, { transactionId }: CommandMessage): void {
  connection.logger.warn('refused to connect', { rule: 'a connection belongs to one application for good' });
  const info = status('NetConnection.Connect.Rejected', 'This connection is connected already.');
  connection.send.error(transactionId, info);
}

const undecided: Refusal = {
  rule: 'rtmp.acceptTimeout: the application did not decide in time',
  reason: 'failed',
  description: 'The application did not answer in time.',
};

const badApplication: Refusal = {
  rule: 'connect names an application as text: application[/instance]',
  reason: 'bad-name',
  description: '[ Server.Reject ] : The address does not name an application.',
};

function factsOf({ transport }: Connection, field: (name: string) => AmfValue, query: string): ClientFacts {
  const enhanced = readEnhancedCapabilities(field);
  const videoFunction = field('videoFunction');
  return {
    address: transport.remoteAddress,
    port: transport.remotePort,
    protocol: transport.protocol,
    secure: transport.secure,
    agent: text(field('flashVer')),
    isEncoder: field('type') === 'nonprivate',
    referrer: text(field('swfUrl')),
    pageUrl: text(field('pageUrl')),
    uri: text(field('tcUrl')),
    query,
    objectEncoding: field('objectEncoding') === 3 ? 3 : 0,
    ...(typeof videoFunction === 'number' && (videoFunction & CLIENT_SEEK) !== 0 && { clientSeek: true }),
    ...(takesAggregates(text(field('flashVer')), field('objectEncoding')) && { aggregates: true }),
    ...edgesOf(text(field('edgeVia')), text(field('edgeStream'))),
    ...(enhanced && { enhanced }),
  };
}

/** An edge adds its id when it sends a client on; a server that takes a stream says where it goes. */
function edgesOf(via: string, takenAs: string): Pick<ClientFacts, 'via' | 'takenAs'> {
  return via === '' ? {} : { via: via.split(' ', MAX_EDGES), ...(takenAs !== '' && { takenAs }) };
}

/** Flash sends undefined for what it does not know; nobody needs a longer text than this. */
function text(value: AmfValue): string {
  return typeof value === 'string' ? value.slice(0, MAX_FACT_LENGTH) : '';
}
