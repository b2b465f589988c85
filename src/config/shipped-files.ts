import { posix } from 'node:path';
import { jsonSchema } from './json-schema.js';
import type { Level } from './levels.js';
import { DEFAULT_ADAPTOR, DEFAULT_VIRTUAL_HOST, levelNames, levels } from './levels.js';
import { playlistSchema } from './playlist-schema.js';
import { referenceFile } from './reference-file.js';

const folders: Readonly<Record<Level, string>> = {
  server: '',
  adaptor: DEFAULT_ADAPTOR,
  vhost: posix.join(DEFAULT_ADAPTOR, DEFAULT_VIRTUAL_HOST),
  application: posix.join(DEFAULT_ADAPTOR, DEFAULT_VIRTUAL_HOST),
};

export interface ShippedFile {
  readonly level: Level;
  /** Seen from the configuration folder. */
  readonly path: string;
  readonly text: string;
}

/** The configuration file of each level as it is shipped: all keys, their meaning, their defaults. */
export function shippedConfiguration(): ShippedFile[] {
  return levelNames.map((level) => {
    const { fileName, schema } = levels[level];
    const toSchema = posix.relative(folders[level], schemaPath(level));
    return { level, path: posix.join(folders[level], fileName), text: referenceFile(schema, toSchema) };
  });
}

/** The JSON Schema of each level, and of playlists. */
export function shippedSchemas(): Omit<ShippedFile, 'level'>[] {
  const schemas = [
    ...levelNames.map((level) => [level, levels[level].schema] as const),
    ['playlist', playlistSchema] as const,
  ];
  return schemas.map(([name, schema]) => {
    return { path: schemaPath(name), text: `${JSON.stringify(jsonSchema(schema), undefined, 2)}\n` };
  });
}

function schemaPath(name: Level | 'playlist'): string {
  return `schema/${name}.schema.json`;
}
