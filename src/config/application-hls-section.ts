import { z } from 'zod';
import { parseSafeName } from '../application/safe-name.js';
import { duration, keyFacts, list, section, size } from './key-types.js';

/** `hls` of an application. */
export const applicationHlsSection = section('HLS of the streams of an application.', {
  dvrWindow: duration(
    { default: '0s', min: '0s', max: '1d' },
    'How far viewers of a live stream can go back at least, as far as dvrSize allows it: each stream is cut from its publication on, viewed or not. ' +
      '0: http.hls of the server says it, from the first viewer on.',
  ),
  dvrSize: size(
    { default: '1GiB', min: '1MiB', max: '64GiB' },
    'Memory for the segments of one live stream where dvrWindow is set.',
  ),
  renditions: list(
    renditionSet(),
    [],
    'sets such as {name: news, streams: [news_1080, news_480]}',
    'Streams that are the same in several sizes: players of HLS open the name of the set, and change from one to another as their ' +
      'connection allows it. The first set that a name is of counts.',
  ),
});

function renditionSet() {
  const name = z
    .string()
    .refine((written) => isPattern(written))
    .meta({
      description: "The name under which they are viewed; one * in it stands for any characters: '*' for all names.",
    })
    .register(keyFacts, { noun: 'a name with one * at most', mend: "write news or '*'", format: String });
  const stream = z
    .string()
    .refine((written) => isPattern(written))
    .register(keyFacts, { noun: 'the name of a stream', mend: "write news_1080 or '*_1080'", format: String });
  const streams = list(
    stream,
    ['*'],
    'streams',
    'The streams, that with which players begin first. A * stands for what the one in the name does. Those that are not there are left out.',
  );
  return z.strictObject({ name, streams }).register(keyFacts, {
    noun: 'a set of renditions',
    mend: "write {name: '*', streams: ['*_1080', '*_480']}",
    format: (written: object) => JSON.stringify(written),
  });
}

function isPattern(written: string): boolean {
  return written.split('*').length <= 2 && parseSafeName(written.replace('*', 'x')) !== undefined;
}
