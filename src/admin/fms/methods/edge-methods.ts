import type { Client } from '../../api/schema/index.js';
import { commandFailed } from '../fms-answer.js';
import { text } from '../fms-arguments.js';
import type { FmsArguments, FmsCall } from '../fms-context.js';
import type { FmsMethods } from '../fms-method.js';
import type { FmsObject } from '../fms-value.js';
import { wholeList } from '../whole-list.js';
import { instanceOf } from './application-methods.js';

const APP_INST = ['appInst', 'appinst', 'app'] as const;
const GROUP = ['groupId', 'groupid'] as const;

const connections = { parameters: [APP_INST], needs: 'viewer', run: edgesOf } as const;
const members = {
  ...({ parameters: [APP_INST, GROUP], needs: 'viewer' } as const),
  run: (args: FmsArguments, call: FmsCall) => membersOf(args, call).map(({ id }) => id),
};
const statistics = { parameters: [APP_INST, GROUP], needs: 'viewer', run: statisticsOf } as const;

/** What is asked of edges: each of them stands for the clients that came by it; the `get…Group…` are the names of FMS 2. */
export const edgeMethods: FmsMethods = {
  getEdgeConnections: connections,
  getGroups: connections,
  getEdgeConnectionMembers: members,
  getGroupMembers: members,
  getEdgeConnectionStats: statistics,
  getGroupStats: statistics,
};

function edgesOf(args: FmsArguments, call: FmsCall): string[] {
  return [...new Set(clientsOf(args, call).flatMap((client) => edgeOf(client) ?? []))];
}

function membersOf(args: FmsArguments, call: FmsCall): Client[] {
  const edge = text(args, 'groupId');
  const found = clientsOf(args, call).filter((client) => edgeOf(client) === edge);
  if (found.length === 0) throw commandFailed(`There is no edge connection ${edge}.`);
  return found;
}

function statisticsOf(args: FmsArguments, call: FmsCall): FmsObject {
  const clients = membersOf(args, call);
  const sum = (of: (client: Client) => number): number => clients.reduce((total, client) => total + of(client), 0);
  return {
    name: text(args, 'groupId'),
    members_count: clients.length,
    bytes_in: sum(({ received }) => received),
    bytes_out: sum(({ sent }) => sent),
    ...messagesOf(clients, call),
    msg_dropped: sum(({ dropped }) => dropped),
    connect_time: new Date(Math.min(...clients.map(({ connectedAt }) => connectedAt))),
    protocol: 'link',
    msg_queue: { total_queues: clients.length, audio: 0, video: sum(({ queued }) => queued), other: 0 },
  };
}

function messagesOf(clients: readonly Client[], { pages }: FmsCall): FmsObject {
  const counted = clients.flatMap(({ id }) => pages.client(id)?.messages ?? []);
  return {
    msg_in: counted.reduce((sum, { received }) => sum + received, 0),
    msg_out: counted.reduce((sum, { sent }) => sum + sent, 0),
  };
}

function clientsOf(args: FmsArguments, call: FmsCall): Client[] {
  const { application, instance } = instanceOf(args, call);
  return wholeList((question) => call.pages.clients(question), { ...call.host, application, instance });
}

/** The edge that is connected here: the last of those that the client came by. */
function edgeOf({ via }: Client): string | undefined {
  return via?.at(-1);
}
