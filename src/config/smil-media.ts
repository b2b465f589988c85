import type { Element } from '@xmldom/xmldom';
import { parseStreamName } from '../application/stream-name.js';
import type { PlaylistItem } from '../stream/playlist-item.js';
import { parseSmilClock } from './smil-clock.js';
import type { SmilReport } from './smil-report.js';
import { attributeOf } from './smil-report.js';

export const MEDIA_ELEMENTS: ReadonlySet<string> = new Set(['video', 'audio', 'ref']);

/** Attributes that say something to players, and nothing to a server. */
const FOR_PLAYERS =
  /^(?:id|xml:.*|xmlns.*|name|title|alt|longdesc|author|copyright|abstract|type|region|width|height|fit|fill|system.*|src|clip-?(?:begin|end)|dur|repeat(?:Count)?)$/i;

const MEND_TIME = 'write 10s, 1.5min, 01:30 or 00:01:30';

/** An item of a sequence of SMIL 2 or 3: src, clipBegin, clipEnd, dur. Undefined if it cannot be played. */
export function smilMedia(element: Element, base: string, report: SmilReport): PlaylistItem | undefined {
  const name = sourceOf(element, base, report);
  const start = clockOf(element, report, 'clipBegin', 'clip-begin') ?? 0;
  const end = clockOf(element, report, 'clipEnd', 'clip-end') ?? Infinity;
  const length = clockOf(element, report, 'dur') ?? Infinity;
  for (const { name: attribute, value } of element.attributes) {
    if (FOR_PLAYERS.test(attribute) || (attribute === 'begin' && parseSmilClock(value) === 0)) continue;
    report.ignored(element, attribute, 'remove it: each item begins where the one before ends');
  }
  if (end <= start) report.error(element, 'clipEnd', 'is not behind clipBegin', 'write a later time');
  if (name === undefined) return undefined;
  return { kind: 'recorded', name, start, length: Math.min(length, end - start), wait: 0 };
}

/** An item of a Wowza `playlist`: start and length in seconds, -2 and -1 for what is live, -1 for all of it. */
export function wowzaMedia(element: Element, base: string, report: SmilReport): PlaylistItem | undefined {
  const start = secondsOf(element, 'start', report);
  const length = secondsOf(element, 'length', report) ?? -1;
  const isLive = start !== undefined && start < 0;
  const name = isLive ? streamOf(element, attributeOf(element, 'src') ?? '', report) : sourceOf(element, base, report);
  if (name === undefined) return undefined;
  return {
    kind: isLive ? 'live' : 'recorded',
    name,
    start: isLive ? 0 : Math.round((start ?? 0) * 1000),
    length: length <= 0 ? Infinity : Math.round(length * 1000),
    wait: 0,
  };
}

/** The folder of the base comes behind the prefix: `mp4:news/film.mp4`. */
function sourceOf(element: Element, base: string, report: SmilReport): string | undefined {
  const [, prefix = '', path = ''] = /^((?:flv|mp4|mp3):)?(.*)$/i.exec(attributeOf(element, 'src') ?? '') ?? [];
  return streamOf(element, prefix + base + path, report);
}

function streamOf(element: Element, name: string, report: SmilReport): string | undefined {
  if (parseStreamName(name) !== undefined) return name;
  report.error(element, 'src', 'is not the name of a stream', 'write a name such as mp4:film.mp4, without an address');
  return undefined;
}

function clockOf(element: Element, report: SmilReport, ...names: readonly string[]): number | undefined {
  const written = attributeOf(element, ...names);
  if (written === undefined || written === 'indefinite' || written === 'media') return undefined;
  const time = parseSmilClock(written);
  if (time === undefined) report.error(element, names[0]!, `${JSON.stringify(written)} is not a time`, MEND_TIME);
  return time;
}

function secondsOf(element: Element, name: string, report: SmilReport): number | undefined {
  const written = attributeOf(element, name);
  if (written === undefined) return undefined;
  if (/^(?:-[12]|\d{1,7}(?:\.\d+)?)$/.test(written)) return Number(written);
  report.error(element, name, `${JSON.stringify(written)} is not a time`, 'write seconds such as 5, or -1 or -2');
  return undefined;
}
