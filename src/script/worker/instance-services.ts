import { OutgoingSockets } from '../../net/outgoing-sockets.js';
import { ScriptFiles } from '../../storage/script-files.js';
import type { InstanceSetup } from '../protocol/script-messages.js';
import type { ScriptServices, ScriptSocketService } from '../protocol/script-services.js';
import { byteService } from './byte-service.js';
import { HttpService } from './http-service.js';

/** What of an instance its services depend on. */
export type ServiceSetup = Pick<InstanceSetup, 'folder' | 'fileFolders' | 'allowedAddresses'>;

/** The services of one instance. What they call back is called in its turn; all of it ends with {@link close}. */
export class InstanceServices implements ScriptServices {
  readonly files: ScriptFiles;
  readonly http: HttpService;
  readonly sockets: ScriptSocketService;
  readonly bytes = byteService;
  readonly #sockets: OutgoingSockets;

  /**
   * @param enqueue calls what it is given in the turn of the instance
   * @param certificates of those who say who a server is, in PEM; undefined for those that come with Node.js
   */
  constructor(setup: ServiceSetup, enqueue: (label: string, run: () => void) => void, certificates?: string) {
    const { folder, fileFolders, allowedAddresses } = setup;
    this.files = new ScriptFiles({ folder, virtualFolders: fileFolders });
    this.http = new HttpService(allowedAddresses, (run) => enqueue('the answer of a web server', run));
    const sockets = new OutgoingSockets({
      allow: allowedAddresses,
      ...(certificates !== undefined && { certificates }),
    });
    this.#sockets = sockets;
    this.sockets = {
      connect: (host, port, secure, told) => {
        return sockets.connect(host, port, secure, (event, value, taken) => {
          enqueue('news of a socket', () => {
            taken?.();
            told(event, value);
          });
        });
      },
      startTls: (socket, host) => sockets.startTls(socket, host),
      send: (socket, bytes) => sockets.send(socket, bytes),
      close: (socket) => sockets.close(socket),
    };
  }

  close(): void {
    this.files.closeAll();
    this.http.close();
    this.#sockets.closeAll();
  }
}
