import type { OperationFamily, TellScript } from './operation-family.js';
import { statusRecord } from './status-record.js';

/** `ProxyStream`: recorded media of other servers is not fetched by this one, and the script is told so. */
export function proxyStreamOperations(tell: TellScript): OperationFamily {
  return {
    handlers: {
      'proxyStream.from': (stream, connection, remoteName) => {
        if (connection === undefined) return;
        const text = `${remoteName} is not fetched: this server plays recorded media of another only as Stream.play does.`;
        tell('proxyStream.status', stream, statusRecord('NetStream.Failed', text, stream));
      },
    },
    close: () => undefined,
  };
}
