import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { shippedConfiguration, shippedSchemas } from './shipped-files.js';

/** `npm run schema` writes the shipped configuration files and their JSON Schemas into the folder that is named. */
const folder = process.argv[2] ?? 'conf';

for (const { path, text } of [...shippedConfiguration(), ...shippedSchemas()]) {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}
