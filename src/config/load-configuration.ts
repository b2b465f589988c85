import { basename, dirname, join, resolve } from 'node:path';
import { SlateFiles } from '../storage/slate-files.js';
import type { SlateSource } from '../storage/slate-files.js';
import { checkLink } from './check-link.js';
import { checkTree } from './check-tree.js';
import { nameCollisions, portCollisions } from './collisions.js';
import type { AdaptorConfiguration, ServerConfiguration, VirtualHostConfiguration } from './configuration.js';
import type { FolderListing, WatchedFolder } from './configuration-files.js';
import { freezeDeep } from './freeze-deep.js';
import { parseListenAddress } from './host-port.js';
import { DEFAULT_ADAPTOR, DEFAULT_VIRTUAL_HOST, levels } from './levels.js';
import { loadApplications } from './load-applications.js';
import { loadCertificates } from './load-certificates.js';
import { formatProblem } from './problem.js';
import type { Problem } from './problem.js';
import { readSettings } from './settings.js';
import { SettingsReader } from './settings-reader.js';
import { strayFiles } from './stray-files.js';
import { mergeTrees } from './tree.js';

/** Where the configuration comes from; the environment is already among these. */
export interface ConfigurationSources {
  /** The folder of `server.yaml`. */
  readonly confDir: string;
  /** `--apps`: the applications' folder of all virtual hosts. */
  readonly appsDir?: string;
  /** `--listen`: where `_defaultRoot_` listens. */
  readonly listen?: string;
  /** `--set`: addresses and values, see `readSettings`. */
  readonly set?: readonly string[];
  /** Reads the slates that are named, to see whether they can be shown. */
  readonly slates?: SlateSource;
  /** Taken for what is in these files (absolute), whatever is there: to see what would be. */
  readonly texts?: ReadonlyMap<string, string>;
}

export interface LoadedConfiguration {
  /** Undefined if one of the problems is an error. */
  readonly configuration: ServerConfiguration | undefined;
  /** Every mistake there is, not only the first. */
  readonly problems: readonly Problem[];
  /** Differs from that of another load of the same sources if a file differed. */
  readonly fingerprint: string;
  /** Where a change would be one of the configuration. */
  readonly watched: readonly WatchedFolder[];
}

/** Reads the whole configuration. Mistakes are answered, never thrown; missing files mean defaults. */
export function loadConfiguration(sources: ConfigurationSources): Promise<LoadedConfiguration> {
  return new ConfigurationLoader(sources).load();
}

/** One load of the configuration, from the folders down to what is valid for each application. */
class ConfigurationLoader {
  readonly #reader: SettingsReader;
  readonly #slates: SlateSource;

  constructor(private readonly sources: ConfigurationSources) {
    const { trees, problems } = readSettings(sources.set ?? []);
    const apps = checkTree(
      sources.appsDir === undefined ? {} : { appsDir: sources.appsDir },
      levels.vhost.schema,
      () => ({
        file: '--apps',
      }),
    );
    this.#slates = sources.slates ?? new SlateFiles();
    this.#reader = new SettingsReader({ ...trees, vhost: mergeTrees(trees.vhost, apps.tree) }, sources.texts);
    this.#report([...problems, ...apps.problems]);
  }

  async load(): Promise<LoadedConfiguration> {
    const configuration = await this.#server();
    const problems = withoutRepetitions(this.#reader.problems);
    // While files are being replaced a load may see some old and some new ones: what it found wrong then is part of it.
    problems.forEach((problem) => this.#reader.files.note(formatProblem(problem)));
    const valid = !problems.some(({ severity }) => severity === 'error');
    return {
      configuration: valid ? freezeDeep(configuration) : undefined,
      problems,
      fingerprint: this.#reader.files.fingerprint(),
      watched: this.#reader.files.watched(),
    };
  }

  async #server(): Promise<ServerConfiguration> {
    const { confDir } = this.sources;
    this.#reader.files.watch(dirname(resolve(confDir)), basename(resolve(confDir)));
    const listing = await this.#folder(confDir, 'server.yaml');
    if (listing === undefined) {
      const mend = 'name the folder of server.yaml with --conf <dir>, or make it: an empty one means defaults';
      this.#report([{ file: confDir, key: '', message: 'there is no such folder', mend, severity: 'error' }]);
    }
    const written = await this.#reader.read(join(confDir, 'server.yaml'), 'server');
    const adaptors: AdaptorConfiguration[] = [];
    for (const name of await this.#foldersWith(confDir, listing, DEFAULT_ADAPTOR, ['adaptor.yaml'])) {
      adaptors.push(await this.#adaptor(name, join(confDir, name)));
    }
    this.#report(portCollisions(adaptors, confDir));
    const settings = this.#reader.resolve('server', written.tree);
    this.#report(await checkLink(settings, written));
    if (settings.http.tls && adaptors[0]?.tls.certificates.length === 0) {
      const mend = `name one under tls.certificates of ${DEFAULT_ADAPTOR}, or set it to false`;
      const message = 'HTTP is for TLS only, and there is no certificate';
      this.#report([{ file: join(confDir, 'server.yaml'), key: 'http.tls', message, mend, severity: 'error' }]);
    }
    return { server: settings, adaptors };
  }

  async #adaptor(name: string, folder: string): Promise<AdaptorConfiguration> {
    const listing = await this.#folder(folder, 'adaptor.yaml');
    const written = await this.#reader.read(join(folder, 'adaptor.yaml'), 'adaptor');
    const virtualHosts: VirtualHostConfiguration[] = [];
    const ownFiles = ['vhost.yaml', 'application.yaml'];
    for (const host of await this.#foldersWith(folder, listing, DEFAULT_VIRTUAL_HOST, ownFiles)) {
      virtualHosts.push(await this.#virtualHost(host, join(folder, host)));
    }
    this.#report(nameCollisions(virtualHosts, folder));
    const settings = { ...this.#reader.resolve('adaptor', written.tree), ...this.#listen(name) };
    const certificates = await loadCertificates(settings, written, this.#reader);
    return { name, ...settings, certificates, virtualHosts };
  }

  async #virtualHost(name: string, folder: string): Promise<VirtualHostConfiguration> {
    await this.#folder(folder, 'vhost.yaml', 'application.yaml');
    const { tree } = await this.#reader.read(join(folder, 'vhost.yaml'), 'vhost');
    const settings = this.#reader.resolve('vhost', tree);
    const appsDir = settings.appsDir.map((path) => resolve(path));
    const defaults = await this.#reader.read(join(folder, 'application.yaml'), 'application');
    const applications = await loadApplications(this.#reader, settings.appsDir, defaults, this.#slates);
    return { name, ...settings, appsDir, ...applications };
  }

  #listen(adaptor: string): Pick<AdaptorConfiguration, 'hostPortList'> | undefined {
    const { listen } = this.sources;
    if (listen === undefined || adaptor !== DEFAULT_ADAPTOR) return undefined;
    const parsed = parseListenAddress(listen);
    if (parsed !== undefined) return { hostPortList: [parsed] };
    const message = `${JSON.stringify(listen)} is not an address with a port`;
    const mend = 'write :1935, 127.0.0.1:1935 or [::1]:1935';
    this.#report([{ file: '--listen', key: '', message, mend, severity: 'error' }]);
    return undefined;
  }

  /** Lists a folder of the configuration and reports YAML files in it that nobody would read. */
  async #folder(folder: string, ...known: readonly string[]): Promise<FolderListing | undefined> {
    this.#reader.files.watch(folder);
    const listing = await this.#reader.files.list(folder);
    this.#report(strayFiles(folder, listing?.files ?? [], known));
    return listing;
  }

  /** The folders that are a level of the configuration, because they have a file of it; the default one first. */
  async #foldersWith(parent: string, listing: FolderListing | undefined, standard: string, known: readonly string[]) {
    const names = [standard];
    for (const name of listing?.folders ?? []) {
      const inside = name === standard ? undefined : await this.#reader.files.list(join(parent, name));
      if (inside?.files.some((file) => known.includes(file))) names.push(name);
      else if (inside !== undefined) this.#report(strayFiles(join(parent, name), inside.files, known));
    }
    return names;
  }

  #report(problems: readonly Problem[]): void {
    this.#reader.problems.push(...problems);
  }
}

/** Two virtual hosts with the same applications find the same mistakes in them. */
function withoutRepetitions(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [formatProblem(problem), problem])).values()];
}
