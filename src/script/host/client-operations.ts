import type { ApplicationInstance } from '../../application/application-instance.js';
import type { Client } from '../../application/client.js';
import { unpack } from '../protocol/pack.js';
import type { OperationFamily } from './operation-family.js';
import type { OperationHandlers } from './operation-handlers.js';
import { peerAnswer } from './peer-answer.js';
import { clientStatistics } from './script-statistics.js';
import { ScriptError } from '../script-error.js';

/** What a script can do with the clients of its instance, those included whose connect it has not decided. */
export function clientOperations(instance: ApplicationInstance): OperationFamily {
  const handlers: Pick<OperationHandlers, `client.${string}` & keyof OperationHandlers> = {
    'client.call': async (id, method, args, wantsAnswer) =>
      peerAnswer(present(instance, id).connection, method, unpack(args), wantsAnswer),
    'client.setAccess': (id, which, value) => {
      const client = instance.client(id);
      if (client !== undefined) client[which] = value;
    },
    'client.bandwidthLimit': (id) => finite(present(instance, id).connection.bandwidthLimit),
    'client.setBandwidthLimit': (id, serverToClient, clientToServer) => {
      const connection = instance.client(id)?.connection;
      if (connection === undefined) return;
      const before = connection.bandwidthLimit;
      connection.bandwidthLimit = {
        serverToClient: serverToClient > 0 ? serverToClient : before.serverToClient,
        clientToServer: clientToServer > 0 ? clientToServer : before.clientToServer,
      };
    },
    'client.stats': (id) => {
      const client = instance.client(id);
      return client && clientStatistics(client, instance);
    },
    'client.ping': (id) => {
      const client = instance.clients.get(id);
      void client?.connection.isAlive(PING_TIMEOUT);
      return client !== undefined;
    },
    'client.checkBandwidth': (id) => void instance.clients.get(id)?.connection.checkBandwidth(),
    'client.requestReconnect': (id, url, description) => {
      const request = { ...(url !== undefined && { tcUrl: url }), ...(description !== undefined && { description }) };
      return instance.clients.get(id)?.connection.requestReconnect(request) ?? false;
    },
  };
  return { handlers, close: () => undefined };
}

/** Milliseconds after which nobody waits for the answer to a ping. */
const PING_TIMEOUT = 10_000;

function present(instance: ApplicationInstance, id: string): Client {
  const client = instance.client(id);
  if (client === undefined) throw new ScriptError('failed', 'the client is gone');
  return client;
}

/** No bound is 0, as scripts have it. */
function finite({ clientToServer, serverToClient }: { clientToServer: number; serverToClient: number }) {
  const orNone = (bytes: number): number => (Number.isFinite(bytes) ? bytes : 0);
  return { clientToServer: orNone(clientToServer), serverToClient: orNone(serverToClient) };
}
