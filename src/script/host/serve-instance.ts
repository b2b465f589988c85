import type { ApplicationInstance } from '../../application/application-instance.js';
import { applicationOperations } from './application-operations.js';
import { clientOperations } from './client-operations.js';
import type { OperationFamily, TellScript } from './operation-family.js';

/** All that the script of an instance can ask of the server. */
export function serveInstance(instance: ApplicationInstance, _tell: TellScript): OperationFamily {
  const families: readonly OperationFamily[] = [applicationOperations(instance), clientOperations(instance)];
  return {
    handlers: Object.assign({}, ...families.map(({ handlers }) => handlers)) as OperationFamily['handlers'],
    close: () => {
      for (const family of families) family.close();
    },
  };
}
