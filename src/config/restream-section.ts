import { z } from 'zod';
import { parseSafeName } from '../application/safe-name.js';
import { isStreamPattern } from '../application/stream-pattern.js';
import { parseRtmpAddress } from '../netconnection/client/rtmp-address.js';
import { addressList, duration, flag, keyFacts, section } from './key-types.js';
import { optionalPath } from './optional-path.js';

/** Targets, and sources, that one application may have configured. */
const MAX_RESTREAMS = 100;

const instance = z
  .string()
  .refine((written) => parseSafeName(written) !== undefined)
  .prefault('_definst_')
  .meta({ description: 'The instance of the application.' })
  .register(keyFacts, { noun: 'the name of an instance', mend: 'write _definst_ or another name', format: String });

/** `restream`: where live streams are sent to and taken from. */
export const restreamSection = section(
  'Live streams that are sent on to other servers, and taken from there: docs/restream.md.',
  {
    targets: restreams(
      target(),
      'targets such as {stream: studio, url: "rtmp://a.rtmp.youtube.com/live2", name: the-key}',
      'Servers that live streams are sent to as long as they are published here. One that cannot be reached is tried again, later each ' +
        'time; the stream here does not notice.',
    ),
    sources: restreams(
      source(),
      'sources such as {stream: hall, url: "rtmp://camera.example.com/live", name: cam1}',
      'Live streams that are taken from other servers and published here. Nobody else may publish them meanwhile.',
    ),
    linger: duration(
      { default: '10s', min: '0s', max: '1h' },
      'How long a source with onDemand is still taken when nobody plays it any more.',
    ),
    allow: addressList(
      [],
      'Private addresses that names in url may stand for, and that targets and sources may have which are made while the server runs. ' +
        'An address in url here, and localhost, need not be listed.',
    ),
    caFile: optionalPath(
      'a file',
      '/etc/afterglow/ca.pem',
      'A file with the certificates (PEM) that the servers behind rtmps:// are trusted by, instead of the usual ones.',
    ),
  },
);

function target() {
  return z
    .strictObject({
      stream: streamPattern('The live stream here; * stands for any characters.'),
      ...common('The name of the stream there, which services call its key. Without it, as it is called here.'),
    })
    .register(keyFacts, {
      noun: 'a target',
      mend: 'write {stream: studio, url: "rtmp://a.rtmp.youtube.com/live2", name: the-key}',
      format: shown,
    });
}

function source() {
  return z
    .strictObject({
      stream: streamPattern('What it is published as here; with onDemand, * stands for any characters.'),
      ...common('The name of the stream there. Without it, as it is called here.'),
      onDemand: flag(false, 'Take it only while somebody plays it.'),
    })
    .refine(({ stream, onDemand }) => onDemand || !stream.includes('*'))
    .register(keyFacts, {
      noun: 'a source; * in stream only with onDemand',
      mend: 'write {stream: hall, url: "rtmp://camera.example.com/live", name: cam1}',
      format: shown,
    });
}

function restreams<Item extends z.ZodType>(item: Item, noun: string, description: string) {
  return z
    .array(item)
    .max(MAX_RESTREAMS)
    .prefault([])
    .meta({ description })
    .register(keyFacts, {
      noun: `a list of at most ${MAX_RESTREAMS} ${noun}`,
      mend: 'write the items in brackets, or each in a line that begins with "- "',
      format: (items: readonly Shown[]) => `[${items.map(shown).join(', ')}]`,
    });
}

function common(name: string) {
  return {
    url: z
      .string()
      .refine((written) => parseRtmpAddress(written) !== undefined)
      .meta({ description: 'The application there: rtmp://host[:port]/application, or rtmps://.' })
      .register(keyFacts, {
        noun: 'the address of an application',
        mend: 'write an address such as rtmp://media.example.com/live, and the stream or its key as name',
        format: String,
      }),
    name: z
      .string()
      .max(1024)
      .prefault('')
      .meta({ description: name })
      .register(keyFacts, { noun: 'a text', mend: 'write the name in quotes', format: () => '…' }),
    instance,
    enabled: flag(true, 'False switches it off.'),
  };
}

function streamPattern(description: string) {
  return z.string().refine(isStreamPattern).meta({ description }).register(keyFacts, {
    noun: 'the name of a live stream',
    mend: 'write a name such as studio, or *',
    format: String,
  });
}

interface Shown {
  readonly url: string;
  readonly name: string;
}

/** What a log may show: neither the name there nor a query, which are keys more often than not. */
function shown(written: Shown): string {
  const { name, url, ...rest } = written;
  return JSON.stringify({ ...rest, url: url.replace(/\?.*$/s, '?…'), ...(name === '' ? {} : { name: '…' }) });
}
