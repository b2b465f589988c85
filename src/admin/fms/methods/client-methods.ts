import type { Client, ClientDetails, PropertyValue } from '../../api/schema/index.js';
import { callFailed, commandFailed } from '../fms-answer.js';
import { instanceNamed, text } from '../fms-arguments.js';
import type { FmsArgument, FmsArguments, FmsCall, HostPlace } from '../fms-context.js';
import type { FmsMethods } from '../fms-method.js';
import type { FmsObject } from '../fms-value.js';
import { FmsList } from '../fms-value.js';
import { wholeList } from '../whole-list.js';
import { instanceOf } from './application-methods.js';

const APP_INST = ['appInst', 'appinst', 'app'] as const;
const USER = ['userId', 'userid', 'user', 'clientId'] as const;

/** What is asked of clients, and what is done to them. */
export const clientMethods: FmsMethods = {
  getUsers: {
    ...{ parameters: [APP_INST], needs: 'viewer' },
    run(args, call) {
      const { application, instance } = instanceOf(args, call);
      const place = { ...call.host, application, instance };
      const clients = wholeList((question) => call.pages.clients(question), place);
      return new FmsList(
        { name: `${application}/${instance}` },
        clients.map(({ id }) => id),
      );
    },
  },
  getUserStats: {
    ...{ parameters: [APP_INST, USER], needs: 'viewer' },
    run: (args, call) => clientStatistics(call, clientOf(args, call)),
  },
  disconnect: {
    ...{ parameters: [APP_INST, USER], needs: 'operator', changes: true },
    run(args, call) {
      call.control.disconnect(clientOf(args, call).id);
      return undefined;
    },
  },
  broadcastMsg: {
    ...{ parameters: [['scope'], ['method']], takesMore: true, needs: 'operator', changes: true },
    run(args, call) {
      const method = text(args, 'method');
      const values = Array.isArray(args.rest) ? (args.rest as readonly FmsArgument[]).map(plain) : [];
      for (const { id } of addressees(call, text(args, 'scope'))) call.control.notify(id, method, values);
      return undefined;
    },
  },
};

function clientOf(args: FmsArguments, call: FmsCall): ClientDetails {
  const { application, instance } = instanceNamed(call, text(args, 'appInst'));
  const id = text(args, 'userId');
  const client = call.pages.client(id);
  const isThere =
    client?.adaptor === call.host.adaptor &&
    client.virtualHost === call.host.virtualHost &&
    client.application === application &&
    client.instance === instance;
  if (client === undefined || !isThere) throw commandFailed(`There is no client ${id} in ${application}/${instance}.`);
  return client;
}

function clientStatistics(call: FmsCall, client: ClientDetails): FmsObject {
  const { id, received, sent, messages, dropped, connectedAt, protocol, queued, roundTrip } = client;
  const uses = call.uses.of(client).filter((use) => use.client === id);
  return {
    name: id,
    bytes_in: received,
    bytes_out: sent,
    msg_in: messages.received,
    msg_out: messages.sent,
    msg_dropped: dropped,
    connect_time: new Date(connectedAt),
    protocol,
    ping_rtt: Math.round(roundTrip ?? 0),
    // What waits is bytes of all kinds together: they are counted as of video, as Client.getStats does.
    msg_queue: {
      total_queues: 1,
      audio: 0,
      video: queued,
      other: 0,
    },
    stream_ids: uses.map((use) => use.id),
  };
}

function addressees(call: FmsCall, scope: string): Client[] {
  const colon = scope.indexOf(':');
  const kind = (colon < 0 ? scope : scope.slice(0, colon)).toLowerCase();
  const about = colon < 0 ? '' : scope.slice(colon + 1);
  const all = (question: { adaptor?: string; virtualHost?: string; application?: string; instance?: string }) =>
    wholeList((page) => call.pages.clients(page), question);
  switch (kind) {
    case 'server':
      return all(call.principal.virtualHost === undefined ? {} : call.host);
    case 'vhost':
      return all(call.principal.virtualHost === undefined ? hostNamed(about) : call.host);
    case 'app':
      return all({ ...call.host, application: about });
    case 'appinst':
      return all(instanceNamed(call, about));
    default:
      throw callFailed('The scope is Server, VHost:adaptor/vhost, App:app or AppInst:app/inst.');
  }
}

function hostNamed(text: string): HostPlace {
  const slash = text.lastIndexOf('/');
  if (slash < 0) return { adaptor: '_defaultRoot_', virtualHost: text };
  return { adaptor: text.slice(0, slash), virtualHost: text.slice(slash + 1) };
}

function plain(value: FmsArgument): PropertyValue {
  if (Array.isArray(value)) return (value as readonly FmsArgument[]).map(plain);
  return (value ?? null) as string | number | boolean | null;
}
