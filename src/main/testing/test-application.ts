import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfiguration } from '../../config/load-configuration.js';
import { formatProblem } from '../../config/problem.js';
import { nodeCrypto } from '../../net/node-crypto.js';
import type { OutgoingMeans } from '../../netconnection/client/outgoing-connection.js';
import { defaultOutgoingOptions } from '../../netconnection/client/outgoing-options.js';
import { ApplicationGuest } from '../../script/ts/application-guest.js';
import type { ApplicationTypes } from '../../script/ts/application-types.js';
import type { ApplicationDefinition } from '../../script/ts/define-application.js';
import type { Methods } from '../../script/ts/handlers.js';
import { RtmpConnector } from '../../transport/rtmp-connector.js';
import type { AfterglowServer } from '../afterglow-server.js';
import { compose } from '../compose.js';
import { rtmpTransportOptions } from '../room-options.js';
import { tokens } from '../tokens.js';
import { bytePipe } from './byte-pipe.js';
import { CapturedLog } from './captured-log.js';
import type { MakeGuest } from './local-thread.js';
import { LocalScripts } from './local-scripts.js';
import { TurningClock } from './turning-clock.js';
import type { ClientOptions } from './virtual-client.js';
import { VirtualClient } from './virtual-client.js';

export interface TestOptions {
  /** What the application is called; `test` unless told otherwise. */
  readonly name?: string;
  /** `app.config`. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** More of its application.yaml. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/**
 * Runs an application in the whole server, in memory and on a clock that stands still: everything is real but the thread,
 * the network and the time.
 */
export async function runApplication<Types extends ApplicationTypes, Table extends Methods<Types>>(
  application: ApplicationDefinition<Types, Table>,
  options: TestOptions = {},
): Promise<TestApplication<Table>> {
  const { name = 'test', config = {}, settings = {} } = options;
  const folder = await mkdtemp(join(tmpdir(), 'afterglow-test-'));
  await mkdir(join(folder, 'conf'));
  await mkdir(join(folder, 'apps', name), { recursive: true });
  // JSON is YAML.
  const written = { ...settings, script: { ...(settings.script as object | undefined), config } };
  await writeFile(join(folder, 'apps', name, 'application.yaml'), JSON.stringify(written));
  return TestApplication.start<Table>(application, name, folder);
}

/** An application that runs in a test. `Table` are its methods. */
export class TestApplication<Table extends object> {
  readonly #clients: VirtualClient<Table>[] = [];

  private constructor(
    private readonly server: AfterglowServer,
    private readonly name: string,
    private readonly folder: string,
    private readonly clock: TurningClock,
    /** What the server and the application logged. */
    readonly log: CapturedLog,
    private readonly means: OutgoingMeans,
    private readonly release: () => Promise<void>,
  ) {}

  static async start<Table extends object>(
    application: ApplicationDefinition,
    name: string,
    folder: string,
  ): Promise<TestApplication<Table>> {
    const clock = new TurningClock();
    const log = new CapturedLog();
    const sources = { confDir: join(folder, 'conf'), appsDir: join(folder, 'apps'), listen: '127.0.0.1:0', set: [] };
    const { configuration, problems } = await loadConfiguration(sources);
    if (configuration === undefined) throw new Error(problems.map(formatProblem).join('\n'));
    const house = compose(configuration, log);
    house.register(tokens.clock, { useValue: clock });
    house.register(tokens.dataDir, { useValue: join(folder, 'data') });
    let lastPort = 49_152;
    const dialer = {
      dial: () => {
        // From this machine: who publishes needs no key.
        const [near, far] = bytePipe('127.0.0.1', ++lastPort);
        house.resolve(tokens.server).adaptors[0]!.accept(far);
        return Promise.resolve(near);
      },
    };
    const [adaptor] = configuration.adaptors;
    const connector = new RtmpConnector({
      ...{ dialer, clock, crypto: nodeCrypto, options: rtmpTransportOptions(adaptor!), logger: log },
    });
    const means = { connector, clock, logger: log, options: defaultOutgoingOptions };
    const makeGuest: MakeGuest = (host, setup) => new ApplicationGuest(application, host, setup);
    house.register(tokens.scripts, { useValue: new LocalScripts(makeGuest, clock, log, means) });
    const release = (): Promise<void> => house.resolve(tokens.sharedObjects).close();
    const server = house.resolve(tokens.server);
    return new TestApplication<Table>(server, name, folder, clock, log, means, release);
  }

  /** A client connects. Rejects with ConnectRejected if it is refused. `instance` may be another than the default one. */
  async connect(options: ClientOptions & { readonly instance?: string } = {}): Promise<VirtualClient<Table>> {
    const path = options.instance === undefined ? this.name : `${this.name}/${options.instance}`;
    const client = await VirtualClient.connect<Table>(path, options, this.means);
    this.#clients.push(client);
    return client;
  }

  /** Resolves when everything has happened that comes of what was done so far and needs no time. */
  settled(): Promise<void> {
    return this.clock.settled();
  }

  /** Lets time pass, for timers of the application and of the server. */
  pass(milliseconds: number): Promise<void> {
    return this.clock.pass(milliseconds);
  }

  /** The instances that run: `_definst_`, … */
  get instances(): string[] {
    return this.#instances.map(({ name }) => name);
  }

  /** Everybody goes, the instances are unloaded, and nothing is left of it. */
  async close(): Promise<void> {
    for (const client of this.#clients) client.disconnect();
    await this.settled();
    await Promise.all(this.#instances.map(({ life }) => life.unload('The test is over.')));
    await this.settled();
    await this.release();
    await rm(this.folder, { recursive: true, force: true });
  }

  get #instances() {
    const hosts = this.server.adaptors.flatMap(({ adaptor }) => adaptor.virtualHosts);
    return hosts.flatMap((host) => [...(host.applications.get(this.name)?.instances.values() ?? [])]);
  }
}
