import type { ApplicationInstance } from '../../application/application-instance.js';
import type { ScriptRestreams } from '../../application/restream-control.js';
import type { OutgoingMeans } from '../../netconnection/client/outgoing-connection.js';
import { applicationOperations } from './application-operations.js';
import { clientOperations } from './client-operations.js';
import { ConnectionOperations } from './connection-operations.js';
import { objectOperations } from './object-operations.js';
import type { AskScript, OperationFamily, TellScript } from './operation-family.js';
import { ProxyStreamOperations } from './proxy-stream-operations.js';
import { PublishingOperations } from './publishing-operations.js';
import { restreamOperations } from './restream-operations.js';
import { remoteSource } from './remote-source.js';
import { StreamOperations } from './stream-operations.js';

/** What the operations of an instance need beside it. */
export interface ServeMeans {
  /** Absolute: of the application. */
  readonly folder: string;
  readonly outgoing: OutgoingMeans;
  /** Undefined where there are none. */
  readonly restreams?: ScriptRestreams | undefined;
}

/** All that the script of an instance can ask of the server. */
export function serveInstance(
  { folder, outgoing, restreams }: ServeMeans,
  instance: ApplicationInstance,
  tell: TellScript,
  ask: AskScript,
): OperationFamily {
  const connections = new ConnectionOperations(outgoing, tell, ask);
  const remote: ConstructorParameters<typeof StreamOperations>[2]['remote'] = (number, options, buffer) => {
    const connection = connections.find(number);
    return connection && remoteSource(connection, options, buffer);
  };
  // What uses connections ends before they do.
  const families: readonly OperationFamily[] = [
    applicationOperations(instance, () => connections.traffic),
    clientOperations(instance),
    objectOperations(instance, tell, (number) => connections.find(number)),
    new StreamOperations(instance, tell, { folder, remote }),
    new PublishingOperations(instance, tell, (number) => connections.find(number)),
    ...(restreams === undefined ? [] : [restreamOperations(instance, restreams)]),
    new ProxyStreamOperations(instance, tell, outgoing.clock, (number) => connections.find(number)),
    connections,
  ];
  return {
    handlers: Object.assign({}, ...families.map(({ handlers }) => handlers)) as OperationFamily['handlers'],
    close: () => {
      for (const family of families) family.close();
    },
  };
}
