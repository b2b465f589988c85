import type { Level } from './levels.js';
import { levelNames, levels } from './levels.js';
import { checkTree } from './check-tree.js';
import { nearestName } from './nearest-name.js';
import type { Problem } from './problem.js';
import { keysOf } from './schema-keys.js';
import { mergeTrees, treeOf } from './tree.js';
import type { Tree } from './tree.js';
import { MAX_YAML_BYTES, YamlTree } from './yaml-tree.js';

export interface Settings {
  /** What was set, by level; it is stronger than every file. */
  readonly trees: Readonly<Record<Level, Tree>>;
  readonly problems: readonly Problem[];
}

/**
 * Reads settings of the command line, `<address>=<value as in YAML>`. The address of a key is its level and its dotted key:
 * `adaptor.rtmp.pingPeriod`, `application.client.maxStreams`, `server.shutdown.timeout`; keys of the server may do without the
 * level. What is set holds for all adaptors, virtual hosts and applications.
 */
export function readSettings(set: readonly string[]): Settings {
  const trees: Record<Level, Tree> = { server: {}, adaptor: {}, vhost: {}, application: {} };
  const problems: Problem[] = [];
  for (const setting of set) {
    const file = `--set ${setting.length > 80 ? `${setting.slice(0, 77)}...` : setting}`;
    const { level, tree, ...faults } = readSetting(setting, file);
    trees[level] = mergeTrees(trees[level], tree);
    problems.push(...faults.problems);
  }
  return { trees, problems };
}

function readSetting(setting: string, file: string): { level: Level; tree: Tree; problems: readonly Problem[] } {
  const failed = (key: string, message: string, mend: string) => {
    return { level: 'server', tree: {}, problems: [{ file, key, message, mend, severity: 'error' }] } as const;
  };
  const equals = setting.indexOf('=');
  if (equals <= 0) return failed('', 'sets nothing', 'write <key>=<value>, for example logging.level=debug');
  if (setting.length > MAX_YAML_BYTES) return failed('', 'is too long', 'write the value into a file');

  const written = setting.slice(0, equals).trim();
  const { level, path } = readAddress(written);
  const { schema } = levels[level];
  if (!keysOf(schema, { sections: true }).some(({ name }) => name === path.join('.'))) {
    const addresses = allAddresses();
    const nearest = addresses.find((address) => address.endsWith(`.${written}`)) ?? nearestName(written, addresses);
    const mend =
      nearest === undefined ? 'see docs/configuration.md for the addresses of keys' : `did you mean ${nearest}?`;
    return failed(written, 'there is no such key', mend);
  }
  const yaml = YamlTree.parse(`value: ${setting.slice(equals + 1)}`);
  const [mistake] = yaml.mistakes;
  if (mistake !== undefined) return failed(written, mistake.message, mistake.mend);
  return { level, ...checkTree(treeOf(path, yaml.tree.value), schema, () => ({ file })) };
}

function readAddress(written: string): { level: Level; path: string[] } {
  const [first = '', ...rest] = written.split('.');
  const level = levelNames.find((name) => name === first);
  return level === undefined ? { level: 'server', path: [first, ...rest] } : { level, path: rest };
}

function allAddresses(): string[] {
  return levelNames.flatMap((level) => {
    const names = keysOf(levels[level].schema, { sections: true }).map(({ name }) => name);
    return level === 'server' ? names : names.map((name) => `${level}.${name}`);
  });
}
