import type { ScriptRestreams } from '../application/restream-control.js';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { ApplicationInstance } from '../application/application-instance.js';
import type { InstanceScript } from '../application/instance-script.js';
import type { SafeName } from '../application/safe-name.js';
import { DEFAULT_VIRTUAL_HOST } from '../application/adaptor.js';
import type { ApplicationSettings } from '../config/configuration.js';
import type { Logger } from '../log/logger.js';
import { realmSource } from '../script/host/realm-source.js';
import { logScriptLine } from '../script/host/script-log.js';
import { ScriptThread } from '../script/host/script-thread.js';
import { ScriptedInstance } from '../script/host/scripted-instance.js';
import type { ScriptPlace } from '../script/host/script-place.js';
import { serveInstance } from '../script/host/serve-instance.js';
import type { ServeMeans } from '../script/host/serve-instance.js';
import type { Plain } from '../script/protocol/bytes.js';
import type { InstanceSetup } from '../script/protocol/script-messages.js';
import type { ScriptLogFiles } from '../logging/script-log-files.js';
import type { Clock } from '../time/clock.js';
import type { AscSources } from './asc-sources.js';
import { ascSources } from './asc-sources.js';
import type { FoundScript } from './find-script.js';
import { findScript } from './find-script.js';
import { FMS_SERVER } from './fms-server.js';
import type { ScriptConnections } from './script-connections.js';
import type { ScriptModules } from './script-modules.js';
import { ScriptLogger } from './script-logger.js';
import type { RunningInstance } from './script-reloads.js';
import { ScriptThreads } from './script-threads.js';
import type { WrittenScript } from './script-upkeep.js';
import { ScriptUpkeep } from './script-upkeep.js';

/** An application whose script is wanted. */
export interface ScriptedApplication {
  readonly virtualHost: string;
  readonly application: SafeName;
  /** Of its own, with the script in it. */
  readonly folder: string;
}

type ScriptSettings = ApplicationSettings['script'];

/** The scripts of the applications, each application on a thread of its own. */
export class ConfiguredScripts {
  #lastNumber = 0;
  readonly #threads = new Map<string, ScriptThreads<ScriptThread>>();
  readonly #upkeep: ScriptUpkeep;

  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly connections: ScriptConnections,
    private readonly modules: ScriptModules,
    private readonly logFiles: ScriptLogFiles,
    /** Targets of streams. */
    private readonly restreams: () => ScriptRestreams,
  ) {
    this.#upkeep = new ScriptUpkeep(clock, logger);
  }

  /**
   * Makes the scripts of the instances of an application, as it is configured, and its folder is, when they begin.
   *
   * @param settings of the application, as they are at the time
   */
  of(
    application: ScriptedApplication,
    settings: () => ApplicationSettings,
  ): (instance: SafeName) => InstanceScript | undefined {
    return (instance) => {
      const { script } = settings();
      const found = script.enabled ? findScript(resolve(application.folder), application.application) : undefined;
      if (found === undefined) return undefined;
      const path = `${application.application}/${instance}`;
      const logger = this.#loggerOf(application, path, instance);
      const outgoing = this.connections(script.outgoing.allow, logger);
      const means: ServeMeans = { folder: resolve(application.folder), outgoing, restreams: this.restreams() };
      let served: ApplicationInstance | undefined;
      const scripted: ScriptedInstance = new ScriptedInstance(path, {
        logger,
        open: () => this.#open(application, instance, found, script),
        loaded: ({ setup }) =>
          this.#keep(application, setup, { instance: served!, script: scripted, logger }, settings),
        state: () => this.#upkeep.takeState(keyOf(application), instance),
        serve: (asked, tell, ask) => serveInstance(means, (served = asked), tell, ask),
      });
      return scripted;
    };
  }

  /** Ends all threads. Resolves when they are gone. */
  async close(): Promise<void> {
    this.#upkeep.close();
    await Promise.all([...this.#threads.values()].map((threads) => threads.close()));
    await this.logFiles.flush();
  }

  async #open(
    application: ScriptedApplication,
    instance: SafeName,
    found: FoundScript,
    settings: ScriptSettings,
  ): Promise<ScriptPlace> {
    const { memory, maxTime } = settings;
    const setup = instanceSetup(application, instance, found, settings, ++this.#lastNumber);
    const module = await this.#module(setup);
    const key = keyOf(application);
    const threads = this.#threads.get(key) ?? new ScriptThreads(this.clock);
    this.#threads.set(key, threads);
    const made = threads.open(`${memory} ${maxTime} ${module.module}`, () => this.#makeThread(application, settings));
    return { ...made, setup: { ...setup, ...module } };
  }

  async #module({ language, path, folder, file }: InstanceSetup): Promise<{ readonly module?: string }> {
    if (language !== 'module') return {};
    const { path: module } = await this.modules.bundle(folder, file, this.logger.child({ application: path }));
    return { module };
  }

  /** Answers what is to be called when the instance runs no more. */
  #keep(
    application: ScriptedApplication,
    setup: InstanceSetup,
    running: Omit<RunningInstance, 'version'>,
    settings: () => ApplicationSettings,
  ): () => void {
    const { version, files } = this.#written(setup);
    const read = async (): Promise<WrittenScript | undefined> => {
      try {
        const found = findScript(setup.folder, setup.application);
        if (found === undefined) return undefined;
        const latest = { ...setup, ...found };
        const { problems, ...written } = this.#written({ ...latest, ...(await this.#module(latest)) });
        if (problems.length > 0) throw new Error(problems.join('\n'));
        return written;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        running.logger.error(`the script has mistakes, so that its instances go on as they are: ${reason}`);
        return undefined;
      }
    };
    const kept = { ...running, version };
    return this.#upkeep.begins(keyOf(application), kept, files, read, () => settings().script.reload);
  }

  #written({
    language,
    folder,
    file,
    libraries,
    module = '',
  }: InstanceSetup): Pick<AscSources, 'version' | 'files' | 'problems'> {
    if (language === 'asc') return ascSources(folder, file, libraries);
    return { version: module, files: this.modules.filesOf(file), problems: [] };
  }

  /** The server's log, and that of the script: of an instance, or of the application. */
  #loggerOf({ virtualHost, application }: ScriptedApplication, path: string, ...instance: SafeName[]): Logger {
    const host = virtualHost === DEFAULT_VIRTUAL_HOST ? [] : [virtualHost];
    const names = [...host, application, ...instance];
    return new ScriptLogger(this.logger.child({ application: path }), (line) => this.logFiles.write(names, line));
  }

  #makeThread(scripted: ScriptedApplication, { memory, maxTime }: ScriptSettings): ScriptThread {
    const { application } = scripted;
    const logger = this.#loggerOf(scripted, application);
    const options = { application, memory, maxTime, realm: realmSource };
    return new ScriptThread(options, this.clock, logger, (line) => logScriptLine(logger, line));
  }
}

function keyOf({ virtualHost, application }: ScriptedApplication): string {
  return `${virtualHost}/${application}`;
}

/** What an instance is made from, `number` its own among all of the process. */
export function instanceSetup(
  { virtualHost, application, folder }: ScriptedApplication,
  instance: SafeName,
  { file, language }: FoundScript,
  settings: ScriptSettings,
  number: number,
): InstanceSetup {
  const { config, libraries, fileFolders, maxTime, maxTimers, outgoing } = settings;
  const path = `${application}/${instance}`;
  return {
    ...{ key: `${path}#${number}`, path },
    ...{ application, instance, virtualHost, file, language, maxTime, maxTimers },
    hostname: virtualHost === DEFAULT_VIRTUAL_HOST ? hostname() : virtualHost,
    server: FMS_SERVER,
    folder: resolve(folder),
    config: config as Readonly<Record<string, Plain>>,
    libraries: libraries.map((library) => resolve(library)),
    fileFolders: Object.fromEntries(fileFolders.map(({ name, dir }) => [name, resolve(dir)])),
    allowedAddresses: outgoing.allow,
  };
}
