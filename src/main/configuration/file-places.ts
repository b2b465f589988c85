import { access, constants, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { ConfigurationFile } from '../../admin/api/schema/configuration.js';
import type { ServerConfiguration } from '../../config/configuration.js';
import { DEFAULT_ADAPTOR, DEFAULT_VIRTUAL_HOST, levels } from '../../config/levels.js';

/** A file of the configuration: what it is called here, and where it is. */
export interface FilePlace {
  readonly path: string;
  readonly file: string;
  readonly level: ConfigurationFile['level'];
}

/** All files that the configuration has, and those that it may have. No others can be read or changed. */
export async function filePlaces({ adaptors }: ServerConfiguration, confDir: string): Promise<FilePlace[]> {
  const places: FilePlace[] = [];
  const add = (file: string, level: FilePlace['level']): void => {
    places.push({ path: `conf/${below(confDir, file)}`, file, level });
  };
  add(join(confDir, levels.server.fileName), 'server');
  for (const adaptor of adaptors) {
    add(join(confDir, adaptor.name, levels.adaptor.fileName), 'adaptor');
    for (const host of adaptor.virtualHosts) {
      const folder = join(confDir, adaptor.name, host.name);
      add(join(folder, levels.vhost.fileName), 'vhost');
      add(join(folder, levels.application.fileName), 'application');
      const isDefault = adaptor.name === DEFAULT_ADAPTOR && host.name === DEFAULT_VIRTUAL_HOST;
      const prefix = isDefault ? 'apps' : `apps/${adaptor.name}/${host.name}`;
      for (const [name, path] of host.applicationFolders) {
        const file = join(path, levels.application.fileName);
        places.push({ path: `${prefix}/${name}/${levels.application.fileName}`, file, level: 'application' });
        for (const playlist of await yamlFiles(join(path, 'playlists')))
          places.push({ path: `${prefix}/${name}/playlists/${basename(playlist)}`, file: playlist, level: 'playlist' });
      }
    }
  }
  return places;
}

/** A place with what is there. */
export async function describePlace({ path, file, level }: FilePlace): Promise<ConfigurationFile> {
  const facts = await stat(file).catch(() => undefined);
  const writable = await access(facts === undefined ? dirname(file) : file, constants.W_OK).then(
    () => true,
    () => false,
  );
  const known = { path, level, exists: facts !== undefined, size: facts?.size ?? 0, writable };
  return facts === undefined ? known : { ...known, modified: Math.round(facts.mtimeMs) };
}

async function yamlFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('.')).map((name) => join(folder, name));
}

function below(folder: string, file: string): string {
  return relative(resolve(folder), resolve(file)).split(sep).join('/');
}
