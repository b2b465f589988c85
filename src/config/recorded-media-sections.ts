import { z } from 'zod';
import { parseSafeName } from '../application/safe-name.js';
import { parsePlayerVersion } from '../application/virtual-keys.js';
import { flag, keyFacts, list, section, size } from './key-types.js';
import { optionalPath } from './optional-path.js';

/** Of `streamManager`: where the recorded media of an application is. */
export const recordedMediaKeys = {
  streams: list(
    virtualDirectory(),
    [],
    'virtual directories such as {prefix: news, dir: /srv/news}',
    'Virtual directories: folders with recorded media besides the folder media of the application, which comes after them. ' +
      'The longest prefix that a name begins with is first; several folders of one prefix are searched in their order.',
  ),
  storageDir: optionalPath(
    'a folder',
    '/srv/recordings',
    'Where recordings are: in a folder of it for each application, and in that one for each instance. Relative to where the server ' +
      "was started. '' for the folder streams of the data folder.",
  ),
  followLinks: flag(
    false,
    'Play files that a symbolic link in one of these folders leads to outside of it. If false, they are not there for anybody.',
  ),
};

/** `recordedCache` of the server. */
export const recordedCacheSection = section(
  'Recorded media in memory: what was read lately, for all who watch the same.',
  {
    maxSize: size(
      { default: '256MiB', min: '1MiB', max: '1024GiB' },
      'Bytes in memory. What was not played for longest goes first.',
    ),
  },
);

/** `virtualKeys` of a virtual host. */
export const virtualKeyList = list(
  virtualKeyRange(),
  [],
  "virtual keys such as {from: 'WIN 7,0,19,0', to: 'WIN 9,0,0,0', key: A}",
  'Players of these versions have a key, by which a virtual directory of streamManager.streams can be for them only. ' +
    'The first that fits counts.',
);

function virtualKeyRange() {
  const version = (which: string) =>
    z
      .string()
      .refine((written) => parsePlayerVersion(written) !== undefined)
      .meta({ description: `The ${which} version, as players say it when they connect (flashVer).` })
      .register(keyFacts, { noun: 'a version of a player', mend: "write 'WIN 9,0,0,0'", format: String });
  const key = z
    .string()
    .min(1)
    .meta({ description: 'The virtualKey of virtual directories.' })
    .register(keyFacts, { noun: 'a virtual key', mend: 'write a name such as A', format: String });
  return z.strictObject({ from: version('first'), to: version('last'), key }).register(keyFacts, {
    noun: 'a range of versions with a key',
    mend: "write {from: 'WIN 7,0,19,0', to: 'WIN 9,0,0,0', key: A}",
    format: (written: object) => JSON.stringify(written),
  });
}

function virtualDirectory() {
  const prefix = z
    .string()
    .refine((written) => isPrefix(written))
    .prefault('/')
    .meta({ description: 'What the names of its files begin with: news for news/today; / or nothing for all names.' })
    .register(keyFacts, { noun: 'the beginning of a name', mend: 'write news, news/sport or /', format: String });
  const dir = z
    .string()
    .min(1)
    .meta({
      description: 'The folder, relative to where the server was started. The rest of the name is looked for in it.',
    })
    .register(keyFacts, { noun: 'a folder', mend: 'write a path such as /srv/news', format: String });
  const virtualKey = z
    .string()
    .min(1)
    .meta({ description: 'Of the clients that it is for. Without one it is for all.' })
    .register(keyFacts, {
      noun: 'a virtual key',
      mend: 'write the key of the clients, or leave it out',
      format: String,
    });
  return z.strictObject({ prefix, dir, virtualKey: virtualKey.optional() }).register(keyFacts, {
    noun: 'a virtual directory',
    mend: 'write {prefix: news, dir: /srv/news}',
    format: (written: object) => JSON.stringify(written),
  });
}

function isPrefix(written: string): boolean {
  const segments = written.replace(/^\/|\/$/g, '');
  return segments === '' || parseSafeName(segments) !== undefined;
}
