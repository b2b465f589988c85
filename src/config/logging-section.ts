import { z } from 'zod';
import { ACCESS_EVENT_NAMES, ACCESS_FIELD_NAMES } from '../logging/access-fields.js';
import { choice, count, duration, flag, keyFacts, list, section, size } from './key-types.js';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

const field = z.enum(ACCESS_FIELD_NAMES).register(keyFacts, {
  noun: 'a field of the access log',
  mend: 'write the names of docs/logs.md, such as x-event, c-ip or sc-bytes',
  format: String,
});

const event = z.enum(ACCESS_EVENT_NAMES).register(keyFacts, {
  noun: 'an event of the access log',
  mend: 'write the names of docs/logs.md, such as connect, play or stop',
  format: String,
});

const parameter = z.string().min(1).register(keyFacts, {
  noun: 'the name of a parameter',
  mend: 'write a name such as campaign',
  format: String,
});

/** How a log is written and kept. */
function file(maxSize: string, history: number) {
  return {
    format: choice(['w3c', 'json'], 'w3c', 'w3c: as FMS writes its logs. json: an object a line.'),
    time: choice(['local', 'utc'], 'utc', 'Of what date and time are, and where days begin.'),
    rotation: section('When the log goes on in another file: x.log becomes x.1.log, that x.2.log, and so on.', {
      maxSize: size({ default: maxSize, min: '4KiB', max: '100GiB' }, 'Size of a file that is left.'),
      every: choice(
        ['never', 'hourly', 'daily', 'weekly'],
        'daily',
        'A new file with the first line of each hour, day or week besides.',
      ),
      history: count({ default: history, min: 1, max: 10_000 }, 'Files that are kept, that which is written included.'),
    }),
  };
}

/** What the server writes to its logs. */
export const loggingSection = section('What the server writes to its logs.', {
  level: choice(
    LEVELS,
    'info',
    'The least important lines that are written to standard output; debug tells of every command of every client.',
  ),
  access: section('logs/access.log: who came, published, played and went, a line each.', {
    enable: flag(true, 'Write it.'),
    events: list(
      event,
      [],
      'events',
      'What is told of. Empty: all but connect-pending, auth-… and …-transmit, which say again what others say.',
    ),
    fields: list(field, [], 'fields', 'What a line says, in this order. Empty: the usual fields of docs/logs.md.'),
    shownParameters: list(
      parameter,
      [],
      'parameters',
      'Parameters of queries whose values are written (cs-uri-query, x-sname-query). Of all others there is the name alone: they may be keys.',
    ),
    checkpoints: duration(
      { default: '0s', min: '0s', max: '7d' },
      'How often is told of who stays, publishes or plays on (connect-continue, publish-continue, play-continue). 0s: not at all.',
    ),
    ...file('50MiB', 30),
  }),
  application: section('logs/application: what scripts say, a file for each instance.', {
    enable: flag(true, 'Write it.'),
    ...file('10MiB', 5),
  }),
  diagnostic: section('logs/core.log: what standard output is told, to be kept.', {
    enable: flag(true, 'Write it.'),
    level: choice(LEVELS, 'warn', 'The least important lines that are written.'),
    ...file('10MiB', 5),
  }),
  admin: section('logs/admin.log: who asked the administration for what, and what came of it.', {
    enable: flag(true, 'Write it.'),
    ...file('10MiB', 30),
  }),
});
