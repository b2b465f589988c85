import type {
  AdaptorConfiguration,
  ApplicationSettings,
  ServerConfiguration,
  VirtualHostConfiguration,
} from './configuration.js';
import { applicationSettings } from './configuration.js';
import { keyFacts } from './key-types.js';
import type { Level } from './levels.js';
import { levels } from './levels.js';
import { playlistChanges } from './playlist-changes.js';
import { keysOf } from './schema-keys.js';
import { valueAt } from './tree.js';

/** A key that a reload changed. Values are written as in a file. */
export interface ConfigurationChange {
  /** `server`, or the names of adaptor, virtual host and application joined by `/`. */
  readonly scope: string;
  /** The dotted key, after the name of its level where the scope has more than one: `application.client.maxStreams`. */
  readonly key: string;
  readonly from: string;
  readonly to: string;
  /** The new value counts after the next start only. */
  readonly needsRestart: boolean;
}

/** What is different between two configurations, outermost level first. */
export function configurationChanges(before: ServerConfiguration, after: ServerConfiguration): ConfigurationChange[] {
  return [
    ...changedKeys('server', 'server', '', before.server, after.server),
    ...changedNames('server', 'adaptors', before.adaptors, after.adaptors, true),
    ...pairs(before.adaptors, after.adaptors).flatMap(([old, now]) => adaptorChanges(old, now)),
  ];
}

function adaptorChanges(before: AdaptorConfiguration, after: AdaptorConfiguration): ConfigurationChange[] {
  const scope = after.name;
  return [
    ...changedKeys('adaptor', scope, '', before, after),
    ...changedNames(scope, 'virtualHosts', before.virtualHosts, after.virtualHosts, false),
    ...pairs(before.virtualHosts, after.virtualHosts).flatMap(([old, now]) => virtualHostChanges(scope, old, now)),
  ];
}

function virtualHostChanges(
  adaptor: string,
  before: VirtualHostConfiguration,
  after: VirtualHostConfiguration,
): ConfigurationChange[] {
  const scope = `${adaptor}/${after.name}`;
  const folders = [before, after].map((host) => [...host.applicationFolders.keys()].map((name) => ({ name })));
  const inherited = changedKeys(
    'application',
    scope,
    'application.',
    before.applicationDefaults,
    after.applicationDefaults,
  );
  const own = new Set([...before.applicationOverrides.keys(), ...after.applicationOverrides.keys()]);
  return [
    ...changedKeys('vhost', scope, '', before, after),
    ...changedNames(scope, 'applications', folders[0]!, folders[1]!, false),
    ...inherited,
    ...[...own].flatMap((name) => {
      const settings: [ApplicationSettings, ApplicationSettings] = [
        applicationSettings(before, name),
        applicationSettings(after, name),
      ];
      const changes = changedKeys('application', `${scope}/${name}`, '', ...settings);
      return changes.filter((change) => !inherited.some((other) => isSameChange(change, other)));
    }),
    ...[...after.applicationFolders.keys()].flatMap((name) => changedPlaylists(scope, name, before, after)),
  ];
}

function changedPlaylists(
  host: string,
  application: string,
  before: VirtualHostConfiguration,
  after: VirtualHostConfiguration,
): ConfigurationChange[] {
  const scope = `${host}/${application}`;
  const [old, now] = [before, after].map(({ applicationPlaylists }) =>
    (applicationPlaylists.get(application) ?? []).map((playlist) => ({ name: playlist.stream, playlist })),
  );
  return [
    ...changedNames(scope, 'playlists', old!, now!, false),
    ...pairs(old!, now!).flatMap(([{ playlist }, { name, playlist: changed }]) =>
      playlistChanges(playlist, changed).map(({ key, from, to }) => {
        return { scope, key: `playlists.${name}.${key}`, from, to, needsRestart: false };
      }),
    ),
  ];
}

function isSameChange(own: ConfigurationChange, inherited: ConfigurationChange): boolean {
  return inherited.key === `application.${own.key}` && inherited.from === own.from && inherited.to === own.to;
}

function changedKeys(
  level: Level,
  scope: string,
  prefix: string,
  before: object,
  after: object,
): ConfigurationChange[] {
  return keysOf(levels[level].schema).flatMap(({ path, name, schema }) => {
    const facts = keyFacts.get(schema);
    const [from, to] = [before, after].map((settings) => facts?.format(valueAt(settings, path) as never) ?? '');
    if (from === to) return [];
    return { scope, key: prefix + name, from: from!, to: to!, needsRestart: facts?.needsRestart === true };
  });
}

interface Named {
  readonly name: string;
}

function changedNames(
  scope: string,
  key: string,
  before: readonly Named[],
  after: readonly Named[],
  needsRestart: boolean,
): ConfigurationChange[] {
  const [from, to] = [before, after].map((items) => JSON.stringify(items.map(({ name }) => name)));
  return from === to ? [] : [{ scope, key, from: from!, to: to!, needsRestart }];
}

/** What was there before and is there now. */
function pairs<Item extends Named>(before: readonly Item[], after: readonly Item[]): [Item, Item][] {
  return after.flatMap((now) => {
    const old = before.find(({ name }) => name === now.name);
    return old === undefined ? [] : [[old, now] as [Item, Item]];
  });
}
