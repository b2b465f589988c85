import { z } from 'zod';
import { addressList, choice, count, duration, flag, keyFacts, list, section, size } from './key-types.js';

/** `script`: the server-side script of an application. */
export const scriptSection = section(
  'The server-side script of an application: main.ts or main.asc in its folder. docs/applications.md tells what it can do.',
  {
    enabled: flag(true, 'Run it. If false, the application is one without a script: everybody is let in.'),
    maxTime: duration(
      { default: '5s', min: '0s', max: '1h' },
      'How long one call of main.asc, an event or a timer may take. Then it is ended; 0: for ever, which holds up all instances of the ' +
        'application.',
    ),
    memory: size(
      { default: '256MB', min: '32MB', max: '64GB' },
      'What the scripts of all instances of the application may use together. With more they are ended and their clients disconnected.',
    ),
    libraries: list(
      folder('write a path such as scriptlib'),
      [],
      'folders',
      'Where load() of main.asc looks after the folder of the application, in this order. Relative to where the server was started.',
    ),
    fileFolders: list(
      fileFolder(),
      [],
      'virtual directories such as {name: data, dir: /srv/data}',
      'Folders that File of main.asc may use besides that of the application: what begins with the name lies in dir.',
    ),
    config: freeValues(
      'What the script finds as application.config: any names, and as values texts, numbers, true, false, lists and mappings.',
    ),
    maxTimers: count({ default: 10_000, min: 1, max: 1_000_000 }, 'Timers that an instance may have at the same time.'),
    maxOutstandingCalls: count(
      { default: 1000, min: 1, max: 1_000_000 },
      'Calls of one client that the script has not answered. With so many, reading from that client pauses.',
    ),
    outgoing: section('What scripts may ask of other servers: by HTTP, RTMP and sockets.', {
      allow: addressList(
        [],
        'Private addresses that they may connect to. Without these only public addresses can be reached, and this server itself: by ' +
          'rtmp://localhost at the ports where it speaks RTMP.',
      ),
    }),
    reload: choice(
      ['keep', 'drain', 'restart'],
      'keep',
      'What becomes of instances that run when the script is changed. keep: they go on as they are; drain: they are ' +
        'unloaded as soon as nobody is connected; restart: they are unloaded at once. Who connects to a new instance gets the new script.',
    ),
  },
);

function folder(mend: string) {
  return z.string().min(1).register(keyFacts, { noun: 'a folder', mend, format: String });
}

function fileFolder() {
  const name = z
    .string()
    .regex(/^[^/\\:]+$/)
    .meta({ description: 'What paths begin with: data for /data/scores.txt.' })
    .register(keyFacts, { noun: 'a name without slashes', mend: 'write a name such as data', format: String });
  const dir = folder('write a path such as /srv/data').meta({
    description: 'The folder, relative to where the server was started.',
  });
  return z.strictObject({ name, dir }).register(keyFacts, {
    noun: 'a virtual directory',
    mend: 'write {name: data, dir: /srv/data}',
    format: (written: object) => JSON.stringify(written),
  });
}

function freeValues(description: string) {
  return z
    .record(z.string(), z.unknown())
    .refine((values) => Object.values(values).every(isPlain))
    .prefault({})
    .meta({ description })
    .register(keyFacts, {
      noun: 'a mapping of names to values',
      mend: 'write its keys below it, indented, or {}',
      format: (values: object) => JSON.stringify(Object.keys(values)),
    });
}

function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'bigint' && typeof value !== 'undefined';
  if (Array.isArray(value)) return value.every(isPlain);
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain);
}
