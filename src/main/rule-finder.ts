import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DependencyContainer } from 'tsyringe';
import type { AccessPlace } from '../application/access-event.js';
import type { FindRule } from '../admin/api/refusal-shelf.js';
import type { ServerConfiguration } from '../config/configuration.js';
import { DEFAULT_ADAPTOR, DEFAULT_VIRTUAL_HOST, levels } from '../config/levels.js';
import { YamlTree } from '../config/yaml-tree.js';
import { tokens } from './tokens.js';

/** Finds where a key of the configuration is written that decided about somebody, or would be written. */
export function ruleFinder(rooms: DependencyContainer): FindRule {
  const known = new WeakMap<ServerConfiguration, Map<string, YamlTree>>();
  const server = rooms.resolve(tokens.server);
  const { confDir } = rooms.resolve(tokens.configurationSources);

  /** As it was when the configuration that is in force was first asked about. */
  function read(file: string): YamlTree {
    const trees = known.get(server.configuration) ?? new Map<string, YamlTree>();
    known.set(server.configuration, trees);
    const tree = trees.get(file) ?? YamlTree.parse(textOf(file));
    trees.set(file, tree);
    return tree;
  }

  return (key, place) => {
    const [level = '', ...path] = key.split('.');
    for (const file of filesOf(level, place, server.configuration, confDir)) {
      for (let length = path.length; length > 0; length--) {
        const found = read(file).placeOf(path.slice(0, length), 'key');
        if (found !== undefined) return { file, line: found.line };
      }
    }
    const file = filesOf(level, place, server.configuration, confDir).at(-1);
    return file === undefined ? undefined : { file };
  };
}

/** The files that may say it, the one that decides first. */
function filesOf(
  level: string,
  { adaptor = DEFAULT_ADAPTOR, virtualHost = DEFAULT_VIRTUAL_HOST, application = '' }: AccessPlace,
  { adaptors }: ServerConfiguration,
  confDir: string,
): string[] {
  switch (level) {
    case 'server':
      return [join(confDir, levels.server.fileName)];
    case 'adaptor':
      return [join(confDir, adaptor, levels.adaptor.fileName)];
    case 'vhost':
      return [join(confDir, adaptor, virtualHost, levels.vhost.fileName)];
    case 'application': {
      const hosts = adaptors.find(({ name }) => name === adaptor)?.virtualHosts ?? [];
      const folder = hosts.find(({ name }) => name === virtualHost)?.applicationFolders.get(application);
      const own = folder === undefined ? [] : [join(folder, levels.application.fileName)];
      return [...own, join(confDir, adaptor, virtualHost, levels.application.fileName)];
    }
    default:
      return [];
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
