import { stringify } from 'yaml';
import type { z } from 'zod';
import { keyFacts } from './key-types.js';
import { keysOf, writtenDefault } from './schema-keys.js';
import type { SchemaKey } from './schema-keys.js';

const WIDTH = 100;
const UNITS =
  'All values are the defaults. Units: durations 500ms, 10s, 20m, 1h; sizes in bytes 4096, 64KiB, 10MB. ' +
  'See docs/configuration.md.';

/**
 * The shipped file of a level: every key with its default, and above it what it means, its bounds and its default.
 *
 * @param schemaFile where the JSON Schema is, as seen from the file
 */
export function referenceFile(schema: z.ZodType, schemaFile: string): string {
  const keys = keysOf(schema, { sections: true });
  const lines = [
    `# yaml-language-server: $schema=${schemaFile}`,
    '',
    ...comment(`${schema.meta()?.description} ${UNITS}`, ''),
    ...keys.flatMap((key, index) => [...separation(key, keys[index - 1]), ...keyLines(key)]),
  ];
  return `${lines.join('\n')}\n`;
}

function keyLines({ path, schema, isSection }: SchemaKey): string[] {
  const indentation = '  '.repeat(path.length - 1);
  const about = comment(schema.meta()?.description ?? '', indentation);
  const name = `${indentation}${path.at(-1)}:`;
  if (isSection) return [...about, name];

  const facts = keyFacts.get(schema);
  const value = inline(writtenDefault(schema));
  const noun = `${facts?.noun.charAt(0).toUpperCase()}${facts?.noun.slice(1)}`;
  const restart = facts?.needsRestart ? ' A change needs a restart.' : '';
  return [...about, ...comment(`${noun}. Default: ${value}.${restart}`, indentation), `${name} ${value}`];
}

/** Blank lines between the keys of the outermost level, and between the sections of all. */
function separation(key: SchemaKey, before: SchemaKey | undefined): string[] {
  if (before === undefined || key.path.length === 1) return [''];
  return before.isSection ? [] : [''];
}

function inline(value: unknown): string {
  const defaultStringType = /[:,]/.test(String(value)) ? 'QUOTE_SINGLE' : 'PLAIN';
  const options = {
    collectionStyle: 'flow',
    flowCollectionPadding: false,
    defaultStringType,
    singleQuote: true,
  } as const;
  return stringify(value, options).trimEnd();
}

function comment(text: string, indentation: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > WIDTH) lines.push(`${indentation}# ${word}`);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}
