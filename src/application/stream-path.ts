import { DEFAULT_INSTANCE } from './application-address.js';
import type { SafeName } from './safe-name.js';
import { parseSafeName } from './safe-name.js';
import type { StreamName } from './stream-name.js';
import { parseStreamName } from './stream-name.js';

/** A stream, as the path of an address names it. */
export interface StreamPath {
  readonly application: SafeName;
  readonly instance: SafeName;
  readonly stream: StreamName;
}

/**
 * Reads `/application[/instance]/stream`, escaped as in an address; undefined if it names no stream. Of more than two
 * parts the second is the instance, and the name of the stream has slashes in it.
 *
 * @param query what follows the question mark, which belongs to the name of the stream
 */
export function parseStreamPath(path: string, query = ''): StreamPath | undefined {
  const [first = '', ...rest] = path.slice(1).split('/').map(unescaped);
  const [second = '', ...names] = rest.length > 1 ? rest : [DEFAULT_INSTANCE as string, ...rest];
  const [application, instance] = [parseSafeName(first), parseSafeName(second)];
  const name = names.join('/');
  // An escaped question mark is part of a name, and no name has one.
  const stream = name.includes('?') ? undefined : parseStreamName(query === '' ? name : `${name}?${query}`);
  if (application === undefined || instance === undefined || stream === undefined) return undefined;
  return { application, instance, stream };
}

function unescaped(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
