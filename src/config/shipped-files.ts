import { posix } from 'node:path';
import { jsonSchema } from './json-schema.js';
import type { Level } from './levels.js';
import { DEFAULT_ADAPTOR, DEFAULT_VIRTUAL_HOST, levelNames, levels } from './levels.js';
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

/** The JSON Schema of each level. */
export function shippedSchemas(): ShippedFile[] {
  return levelNames.map((level) => {
    const text = `${JSON.stringify(jsonSchema(levels[level].schema), undefined, 2)}\n`;
    return { level, path: schemaPath(level), text };
  });
}

function schemaPath(level: Level): string {
  return `schema/${level}.schema.json`;
}
