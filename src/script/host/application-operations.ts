import type { ApplicationInstance } from '../../application/application-instance.js';
import type { OperationFamily } from './operation-family.js';
import type { OperationHandlers } from './operation-handlers.js';
import { instanceStatistics } from './script-statistics.js';

type Handled = 'disconnect' | 'shutdown' | 'stats' | 'sweep' | 'streams';

/**
 * What a script can do with its instance.
 *
 * @param servers bytes of its connections to other servers
 */
export function applicationOperations(
  instance: ApplicationInstance,
  servers: () => Parameters<typeof instanceStatistics>[1] = () => ({ received: 0, sent: 0 }),
): OperationFamily {
  const handlers: Pick<OperationHandlers, `application.${Handled}`> = {
    'application.disconnect': (id) => {
      const client = instance.client(id);
      client?.connection.disconnect();
      return client !== undefined;
    },
    'application.shutdown': () => void instance.life.unload('The application shuts itself down.'),
    'application.stats': () => instanceStatistics(instance, servers()),
    // Live streams and shared objects go with the last who uses them: there is never anything left to sweep.
    'application.sweep': () => undefined,
    'application.streams': () =>
      [...instance.streams.all()].filter(({ publisher }) => publisher !== undefined).map(({ name }) => name),
  };
  return { handlers, close: () => undefined };
}
