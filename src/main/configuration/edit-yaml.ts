import { isMap, parseDocument } from 'yaml';
import type { ConfigurationEdit } from '../../admin/api/schema/configuration.js';
import { ApiError } from '../../admin/api/api-error.js';

/** A YAML text with keys changed, and comments where they were. Null takes a key out. */
export function editYaml(text: string, set: NonNullable<ConfigurationEdit['set']>): string {
  const document = parseDocument(text, { stringKeys: true, logLevel: 'error' });
  if (document.errors.length > 0)
    throw new ApiError('invalid', 'The file is not valid YAML, so single keys cannot be changed: mend its text first.');
  for (const { key, value } of set) {
    const path = key.split('.');
    if (value === null) {
      if (document.hasIn(path)) document.deleteIn(path);
    } else if (document.contents === null || isMap(document.contents)) {
      // What is in the way of a section is no section.
      for (let length = 1; length < path.length; length++) {
        const section = path.slice(0, length);
        if (!isMap(document.getIn(section, true))) document.setIn(section, document.createNode({}));
      }
      // A single value takes the place of the one before within its node, and so behind it stays what stood there.
      document.setIn(path, typeof value === 'object' ? document.createNode(value) : value);
    } else throw new ApiError('invalid', 'The file holds no keys: mend its text first.');
  }
  return document.contents === null ? text : document.toString({ lineWidth: 0 });
}
