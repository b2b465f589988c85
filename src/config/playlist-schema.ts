import { z } from 'zod';
import { parseSafeName } from '../application/safe-name.js';
import { parseStreamName } from '../application/stream-name.js';
import { MAX_PLAYLIST_ITEMS } from '../stream/playlist-order.js';
import { choice, duration, flag, keyFacts } from './key-types.js';
import { parsePlaylistStart } from './playlist-time.js';

/** Of the times of an item. */
const LONGEST = '20d';

const startText = z
  .string()
  .refine((written) => written === '' || parsePlaylistStart(written) !== undefined)
  .prefault('')
  .meta({
    description:
      'When it begins: 20:00 for every day at that time of the server, 2026-12-24T20:00:00+01:00 for once. ' +
      "'' begins when the server starts.",
  })
  .register(keyFacts, {
    noun: 'a time of the day, or a date and time with its zone',
    mend: "write 20:00, 2026-12-24T20:00:00+01:00 or ''",
    format: String,
  });

const instanceName = z
  .string()
  .refine((written) => parseSafeName(written) !== undefined)
  .prefault('_definst_')
  .meta({ description: 'The instance of the application that plays it.' })
  .register(keyFacts, { noun: 'the name of an instance', mend: 'write _definst_ or another name', format: String });

function streamText(description: string, mend: string) {
  return z
    .string()
    .refine((written) => parseStreamName(written) !== undefined)
    .optional()
    .meta({ description })
    .register(keyFacts, { noun: 'the name of a stream', mend, format: String });
}

const item = z
  .strictObject({
    play: streamText('Recorded media, as a player would ask for it: mp4:film.', 'write a name such as mp4:film'),
    live: streamText('A live stream of the same instance.', 'write the name that it is published as'),
    start: duration(
      { default: '0s', min: '0s', max: LONGEST },
      'Where recorded media begins: with the key frame up to there.',
    ),
    length: duration({ default: '0s', min: '0s', max: LONGEST }, 'How much of it is shown. 0s shows it to its end.'),
    wait: duration(
      { default: '0s', min: '0s', max: LONGEST },
      'How long a live stream is waited for that nobody publishes, before the next item comes.',
    ),
  })
  .refine(({ play, live }) => (play === undefined) !== (live === undefined))
  .register(keyFacts, {
    noun: 'an item: recorded media or a live stream',
    mend: 'write {play: mp4:film} or {live: studio}, with start, length and wait as you like',
    format: (written: object) => JSON.stringify(written),
  });

/** The keys of a playlist in the folder `playlists` of an application. */
export const playlistSchema = z
  .strictObject({
    items: z
      .array(item)
      .min(1)
      .max(MAX_PLAYLIST_ITEMS)
      .meta({ description: 'What is played, one after the other.' })
      .register(keyFacts, {
        noun: `a list of 1 to ${MAX_PLAYLIST_ITEMS} items`,
        mend: 'write "items:", and below it lines such as "- play: mp4:film"',
        format: (written: object) => JSON.stringify(written),
      }),
    loop: flag(false, 'After the last item the first comes again.'),
    start: startText,
    late: choice(
      ['skip', 'begin', 'wait'],
      'skip',
      'What becomes of it if the server starts after the time of start. skip: it is where it would be had it begun in time. ' +
        'begin: it begins at once. wait: it begins the next time, if there is one.',
    ),
    now: flag(false, 'When this file changes, the new items come at once. If false, what is shown goes on to its end.'),
    instance: instanceName,
  })
  .meta({
    description: 'Playlist: what the server plays by itself, as the live stream that this file is named after.',
  });
