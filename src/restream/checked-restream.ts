import type { NewRestream, RestreamRefusal } from '../application/restream-control.js';
import { parseSafeName } from '../application/safe-name.js';
import { isStreamPattern } from '../application/stream-pattern.js';
import { parseRtmpAddress } from '../netconnection/client/rtmp-address.js';
import type { RestreamRule } from './restream-rule.js';

const MAX_NAME_LENGTH = 1024;

/** What somebody asked for as a rule, or what is wrong with it. */
export function checkedRestream(
  wanted: NewRestream,
  author: RestreamRule['author'],
  id: string,
): RestreamRule | RestreamRefusal {
  const { kind, place, stream, url, name = '', enabled = true, onDemand = false } = wanted;
  if (parseSafeName(place.instance) === undefined) return wrong('The instance has a name that is none.');
  if (!isStreamPattern(stream)) return wrong('The stream here has a name that is none: write a name such as studio.');
  const isDemand = kind === 'source' && onDemand;
  if (kind === 'source' && !isDemand && stream.includes('*')) {
    return wrong('A source with * in the name of its stream can only be taken on demand.');
  }
  const address = parseRtmpAddress(url);
  if (address === undefined) {
    return wrong('The address is none: write rtmp://host/application, or rtmps://, and the stream or its key as name.');
  }
  if (name.length > MAX_NAME_LENGTH) return wrong(`The name there is longer than ${MAX_NAME_LENGTH} characters.`);
  return { id, kind, author, place, stream, address, name, enabled, onDemand: isDemand };
}

export function isRefused(value: object): value is RestreamRefusal {
  return 'refused' in value;
}

function wrong(description: string): RestreamRefusal {
  return { refused: 'value', description };
}
