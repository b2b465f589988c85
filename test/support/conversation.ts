import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { AccessWitnesses } from '../../src/application/access-witnesses.js';
import type { ApplicationInstance } from '../../src/application/application-instance.js';
import type { Hook } from '../../src/application/hook.js';
import type { InstanceScript } from '../../src/application/instance-script.js';
import type { KeyAccess } from '../../src/application/key-hook.js';
import type { MediaLibrary } from '../../src/application/media-library.js';
import type { ServerConfiguration } from '../../src/config/configuration.js';
import { loadConfiguration } from '../../src/config/load-configuration.js';
import type { AfterglowServer } from '../../src/main/afterglow-server.js';
import { compose } from '../../src/main/compose.js';
import { ConfiguredRestreams } from '../../src/main/configured-restreams.js';
import type { ConfiguredScripts } from '../../src/main/configured-scripts.js';
import { loadInstance } from '../../src/main/load-instance.js';
import { noMedia } from '../../src/main/media-libraries.js';
import { tokens } from '../../src/main/tokens.js';
import type { HttpPoster } from '../../src/net/http-client.js';
import type { RestreamConnections } from '../../src/restream/restream-settings.js';
import type { Restreams } from '../../src/restream/restreams.js';
import type { SlateSource } from '../../src/storage/slate-files.js';
import type { Files } from './configuration-folder.js';
import { writeFiles } from './configuration-folder.js';
import type { FakeMedia } from './fake-library.js';
import { FakeLibrary } from './fake-library.js';
import { ManualClock } from './manual-clock.js';
import { MemoryByteStream } from './memory-byte-stream.js';
import { MemoryObjectStores } from './memory-object-store.js';
import { RecordingLogger } from './recording-logger.js';
import { ScriptedClient } from './scripted-client.js';
import { settled } from './settled.js';

export interface ConversationSettings {
  /** Keys of the configuration, as given to `--set`. */
  readonly set?: readonly string[];
  /** Applications that exist; `live` unless told otherwise. */
  readonly apps?: readonly string[];
  /** Files of the configuration, by their path below its folder. */
  readonly conf?: Files;
  readonly hooks?: readonly Hook[];
  /** The slates that the configuration may name. */
  readonly slates?: SlateSource;
  /** The recorded media of every application; none unless told otherwise. */
  readonly media?: MediaLibrary;
  /** Recorded media by name, of every application. */
  readonly recorded?: FakeMedia;
  /** Who sends the requests of webhooks. */
  readonly poster?: HttpPoster;
  /** Makes the script of an instance, `chat/_definst_`; those in the folders of the applications unless told otherwise. */
  readonly script?: (path: string) => InstanceScript | undefined;
  /** How targets and sources connect to other servers; without it there are none. */
  readonly restream?: RestreamConnections;
  /** By which it tells circles of servers. */
  readonly serverId?: string;
  /** A clock that another conversation goes by, too. */
  readonly clock?: ManualClock;
  /** The server also listens, on a free port. */
  readonly listens?: boolean;
}

/**
 * The whole server, on a clock that stands still, and clients in memory that speak to it. When the test is
 * over all of them hang up, and then nothing must be left of them: see {@link expectNothingLeft}.
 */
export class Conversation {
  readonly clock: ManualClock;
  readonly log = new RecordingLogger();
  readonly library: FakeLibrary;
  /** The persistent shared objects. */
  readonly objects = new MemoryObjectStores();
  readonly #clients: ScriptedClient[] = [];
  #server: AfterglowServer | undefined;
  #keys: KeyAccess | undefined;
  #witnesses: AccessWitnesses | undefined;
  #restreams: Restreams | undefined;
  #expectsErrors = false;
  #ids = 0;

  private constructor(
    readonly folder: string,
    private readonly settings: ConversationSettings,
  ) {
    this.library = new FakeLibrary(settings.recorded ?? {});
    this.clock = settings.clock ?? new ManualClock();
  }

  static async begin(settings: ConversationSettings = {}): Promise<Conversation> {
    const folder = mkdtempSync(join(tmpdir(), 'conversation-'));
    const conversation = new Conversation(folder, settings);
    for (const app of settings.apps ?? ['live']) mkdirSync(join(folder, 'apps', app), { recursive: true });
    mkdirSync(join(folder, 'conf'));
    await writeFiles(join(folder, 'conf'), settings.conf ?? {});
    await conversation.#start();
    onTestFinished(() => conversation.#end());
    return conversation;
  }

  /** The keys of the server, none unless a test puts some there. */
  get keys(): KeyAccess {
    if (this.#keys === undefined) throw new Error('the server has not been started');
    return this.#keys;
  }

  /** Who hears what happens at the gate. */
  get witnesses(): AccessWitnesses {
    if (this.#witnesses === undefined) throw new Error('the server has not been started');
    return this.#witnesses;
  }

  get server(): AfterglowServer {
    if (this.#server === undefined) throw new Error('the server has not been started');
    return this.#server;
  }

  /** The targets and sources, where the settings say how they connect. */
  get restreams(): Restreams {
    if (this.#restreams === undefined) throw new Error('this conversation has no restream');
    return this.#restreams;
  }

  /** The targets and sources as they are when the server starts anew: nothing of it runs. */
  async restarted(): Promise<Restreams> {
    const { restreams } = this.#configuredRestreams(this.settings.restream!);
    await restreams.start([]);
    return restreams;
  }

  /** What the configuration says with these keys set on top of those that the conversation began with. */
  async configuration(set: readonly string[] = []): Promise<ServerConfiguration> {
    const { configuration, problems } = await loadConfiguration({
      confDir: join(this.folder, 'conf'),
      appsDir: join(this.folder, 'apps'),
      listen: '127.0.0.1:0',
      set: [...(this.settings.set ?? []), ...set],
      ...(this.settings.slates === undefined ? {} : { slates: this.settings.slates }),
    });
    if (configuration === undefined) throw new Error(JSON.stringify(problems));
    return configuration;
  }

  /** A client whose handshake is over and who has said nothing else. */
  client(address = '127.0.0.1'): ScriptedClient {
    const client = this.stranger(address);
    client.shakeHands();
    return client;
  }

  /** A connection on which nothing has been said. */
  stranger(address = '127.0.0.1'): ScriptedClient {
    const stream = new MemoryByteStream(address, 50_000 + this.#clients.length);
    const client = new ScriptedClient(stream, this.clock);
    this.#clients.push(client);
    this.server.adaptors[0]!.accept(stream);
    return client;
  }

  /** A client that has been accepted by an application, with one NetStream if `streams` does not say otherwise. */
  async connected(app = 'live', address?: string, streams = 1): Promise<ScriptedClient> {
    const client = this.client(address);
    client.connect(app);
    for (let i = 0; i < streams; i++) client.command('createStream', 2 + i);
    await client.hears();
    return client;
  }

  /** A client that publishes `name` on stream 1. */
  async publisher(name: string, app = 'live'): Promise<ScriptedClient> {
    const client = await this.connected(app);
    client.command('publish', 0, [name, 'live'], 1);
    expect(await client.hears()).toEqual(['onStatus@1 NetStream.Publish.Start']);
    return client;
  }

  /** A client that plays `name` on stream 1 and has heard all that comes with the beginning. */
  async player(name: string, app = 'live'): Promise<ScriptedClient> {
    const client = await this.connected(app);
    client.command('play', 0, [name], 1);
    await client.hears();
    return client;
  }

  /** Moves the clock, lets everything happen that becomes due by that, and ends the turn. */
  async pass(milliseconds: number): Promise<void> {
    await settled(this.clock);
    this.clock.advance(milliseconds);
    await settled(this.clock);
  }

  instance(path: string): ApplicationInstance | undefined {
    const [app = '', instance = '_definst_'] = path.split('/');
    return this.server.adaptors[0]!.adaptor.virtualHosts.map((host) =>
      host.applications.get(app)?.instances.get(instance),
    ).find((found) => found !== undefined);
  }

  /** This test makes the server log an error, which is otherwise a failure. */
  expectErrors(): void {
    this.#expectsErrors = true;
  }

  async #start(): Promise<void> {
    const configuration = await this.configuration();
    const house = compose(configuration, this.log);
    house.register(tokens.clock, { useValue: this.clock });
    house.register(tokens.createId, { useValue: () => `client-${++this.#ids}` });
    const { serverId } = this.settings;
    if (serverId !== undefined) house.register(tokens.serverId, { useValue: serverId });
    house.register(tokens.dataDir, { useValue: join(this.folder, 'data') });
    house.register(tokens.hooks, { useValue: this.settings.hooks ?? [] });
    house.register(tokens.sharedObjects, { useValue: this.objects });
    if (this.settings.slates !== undefined) house.register(tokens.slates, { useValue: this.settings.slates });
    const { recorded, media = recorded && this.library } = this.settings;
    house.register(tokens.libraries, { useValue: media === undefined ? noMedia : { of: () => media } });
    const { poster, script } = this.settings;
    if (script !== undefined) house.register(tokens.scripts, { useValue: fakeScripts(script) });
    if (poster !== undefined) house.register(tokens.makePoster, { useValue: () => poster });
    const restreams = this.settings.restream && this.#configuredRestreams(this.settings.restream);
    if (restreams !== undefined) house.register(tokens.restreams, { useValue: restreams });
    this.#server = house.resolve(tokens.server);
    this.#keys = house.resolve(tokens.keys);
    this.#witnesses = house.resolve(tokens.witness);
    if (this.settings.listens === true) await this.#server.start();
    await restreams?.start(configuration);
  }

  /** Attempts that fail are followed by others at times that are known. */
  #configuredRestreams(connections: RestreamConnections): ConfiguredRestreams {
    const restreams = new ConfiguredRestreams({
      ...{ clock: this.clock, logger: this.log, connections, random: () => 1 },
      createId: () => `restream-${++this.#ids}`,
      dataDir: join(this.folder, 'data'),
      serverId: this.settings.serverId ?? 'this-server',
      load: (place) => loadInstance(this.server, place),
    });
    this.#restreams = restreams.restreams;
    return restreams;
  }

  /** All clients hang up. */
  hangUp(): void {
    for (const client of this.#clients) client.hangUp();
  }

  async #end(): Promise<void> {
    this.hangUp();
    await settled(this.clock);
    if (this.settings.listens === true) await this.server.close();
    rmSync(this.folder, { recursive: true, force: true });
    this.#expectNothingLeft();
  }

  /** No connection, client, stream, player or timer; nothing written to the dead; no error in the log. */
  #expectNothingLeft(): void {
    const instances = this.server.adaptors
      .flatMap(({ adaptor }) => adaptor.virtualHosts)
      .flatMap((host) => [...host.applications.values()])
      .flatMap((application) => [...application.instances.values()]);
    expect({
      open: this.#clients.filter((client) => !client.isClosed).length,
      writtenAfterEnd: this.#clients.reduce((sum, { stream }) => sum + stream.writtenAfterEnd, 0),
      clients: instances.reduce((sum, { clients }) => sum + clients.size, 0),
      streams: instances.reduce((sum, { streams }) => sum + streams.size, 0),
      timers: this.clock.timers,
      held: this.library.held,
      errors: this.#expectsErrors ? [] : this.log.at('error'),
    }).toEqual({ open: 0, writtenAfterEnd: 0, clients: 0, streams: 0, timers: 0, held: 0, errors: [] });
  }
}

function fakeScripts(script: NonNullable<ConversationSettings['script']>): Pick<ConfiguredScripts, 'of' | 'close'> {
  return {
    of:
      ({ application }) =>
      (instance) =>
        script(`${application}/${instance}`),
    close: () => Promise.resolve(),
  };
}
