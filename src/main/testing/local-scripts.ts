import { resolve } from 'node:path';
import type { OutgoingMeans } from '../../netconnection/client/outgoing-connection.js';
import { ScriptedInstance } from '../../script/host/scripted-instance.js';
import { serveInstance } from '../../script/host/serve-instance.js';
import type { Clock } from '../../time/clock.js';
import type { Logger } from '../../log/logger.js';
import type { ConfiguredScripts, ScriptedApplication } from '../configured-scripts.js';
import { instanceSetup } from '../configured-scripts.js';
import type { MakeGuest } from './local-thread.js';
import { LocalThread } from './local-thread.js';

/** The scripts of a server in a test: every application is the one under test, and no thread is started. */
export class LocalScripts implements Pick<ConfiguredScripts, 'of' | 'close'> {
  #lastNumber = 0;

  constructor(
    private readonly make: MakeGuest,
    private readonly clock: Clock,
    private readonly logger: Logger,
    /** Connections of the application to other servers. */
    private readonly outgoing: OutgoingMeans,
  ) {}

  readonly of: ConfiguredScripts['of'] = (application: ScriptedApplication, settings) => (instance) => {
    const path = `${application.application}/${instance}`;
    const logger = this.logger.child({ application: path });
    const open = () => {
      const found = { file: resolve(application.folder, 'main.ts'), language: 'module' } as const;
      const thread = new LocalThread(this.make, this.clock, logger);
      const setup = instanceSetup(application, instance, found, settings().script, ++this.#lastNumber);
      return Promise.resolve({ thread, setup, release: () => undefined });
    };
    const means = { folder: resolve(application.folder), outgoing: this.outgoing };
    return new ScriptedInstance(path, { logger, open, serve: (...asked) => serveInstance(means, ...asked) });
  };

  close(): Promise<void> {
    return Promise.resolve();
  }
}
