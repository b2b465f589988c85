import { mkdir, rm, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { DependencyContainer } from 'tsyringe';
import type { ConfigurationDesk } from '../admin/api/configuration-desk.js';
import type { ConfigurationEdit } from '../admin/api/schema/configuration.js';
import type { FmsHouse, FmsSetting, HostPlace } from '../admin/fms/fms-context.js';
import { ControlError } from '../admin/server-control.js';
import { parseSafeName } from '../application/safe-name.js';
import type { ServerConfiguration } from '../config/configuration.js';
import { applicationSettings } from '../config/configuration.js';
import { DEFAULT_ADAPTOR, DEFAULT_VIRTUAL_HOST, levels } from '../config/levels.js';
import type { AfterglowServer } from './afterglow-server.js';
import { machineLoad } from './machine-load.js';
import { tokens } from './tokens.js';

type JsonValue = NonNullable<ConfigurationEdit['set']>[number]['value'];

/** Milliseconds after which the server ends that was told to: whoever told it hears that it was heard. */
const STOP_DELAY = 100;

/** What the administration API of FMS does to a running server that the rest of the administration does not. */
export function fmsHouse(rooms: DependencyContainer, server: AfterglowServer, editor: ConfigurationDesk): FmsHouse {
  const clock = rooms.resolve(tokens.clock);
  const hostAt = ({ adaptor, virtualHost }: HostPlace) =>
    server.configuration.adaptors
      .find(({ name }) => name === adaptor)
      ?.virtualHosts.find(({ name }) => name === virtualHost);
  const folderOf = (place: HostPlace, name: string): { folder: string; known: string | undefined } => {
    const host = hostAt(place);
    const [appsDir] = host?.appsDir ?? [];
    if (host === undefined || appsDir === undefined)
      throw new ControlError('not-found', `There is no virtual host ${place.adaptor}/${place.virtualHost}.`);
    const safe = parseSafeName(name);
    if (safe === undefined || safe.includes('/') || safe.startsWith('.'))
      throw new ControlError('invalid', 'This is no name for an application: use letters, digits, - and _.');
    return { folder: join(appsDir, safe), known: host.applicationFolders.get(safe) };
  };
  return {
    load: machineLoad(clock),
    processors: availableParallelism(),
    async addApplication(place, name) {
      const { folder } = folderOf(place, name);
      await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') throw new ControlError('conflict', `There is an application ${name} already.`);
        throw error;
      });
      process.emit('SIGHUP', 'SIGHUP');
    },
    async removeApplication(place, name) {
      const { folder, known } = folderOf(place, name);
      if (known === undefined && !(await isThere(folder)))
        throw new ControlError('not-found', `There is no application ${name}.`);
      await rm(known ?? folder, { recursive: true, force: true });
      process.emit('SIGHUP', 'SIGHUP');
    },
    setting: (place, setting) => settingAt(server.configuration, place, setting),
    async change(place, { level, application, path }, value, by) {
      const file = fileOf(place, level, application);
      const { version } = await editor.text(file);
      await editor.save({ path: file, version, set: [{ key: path.join('.'), value: value as JsonValue }] }, by);
    },
    reload() {
      process.emit('SIGHUP', 'SIGHUP');
      return Promise.resolve();
    },
    stop: () => void clock.after(STOP_DELAY, () => process.emit('SIGTERM', 'SIGTERM')),
    collectGarbage: () => void globalThis.gc?.(),
  };
}

/** Whether a folder is there of which the configuration does not know yet. */
function isThere(folder: string): Promise<boolean> {
  return stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** The file in which a setting stands, as the editor calls it. */
function fileOf({ adaptor, virtualHost }: HostPlace, level: FmsSetting['level'], application?: string): string {
  const isDefault = adaptor === DEFAULT_ADAPTOR && virtualHost === DEFAULT_VIRTUAL_HOST;
  switch (level) {
    case 'server':
      return `conf/${levels.server.fileName}`;
    case 'adaptor':
      return `conf/${adaptor}/${levels.adaptor.fileName}`;
    case 'vhost':
      return `conf/${adaptor}/${virtualHost}/${levels.vhost.fileName}`;
    case 'application':
      if (application === undefined) return `conf/${adaptor}/${virtualHost}/${levels.application.fileName}`;
      return `apps/${isDefault ? '' : `${adaptor}/${virtualHost}/`}${application}/${levels.application.fileName}`;
  }
}

function settingAt(
  { server, adaptors }: ServerConfiguration,
  place: HostPlace,
  { level, application, path }: FmsSetting,
): unknown {
  const adaptor = adaptors.find(({ name }) => name === place.adaptor);
  const host = adaptor?.virtualHosts.find(({ name }) => name === place.virtualHost);
  const applications =
    host && (application === undefined ? host.applicationDefaults : applicationSettings(host, application));
  let found: unknown = { server, adaptor, vhost: host, application: applications }[level];
  for (const name of path) {
    const isThere = typeof found === 'object' && found !== null && Object.hasOwn(found, name);
    found = isThere ? (found as Readonly<Record<string, unknown>>)[name] : undefined;
  }
  return found;
}
