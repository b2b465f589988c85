import { count, duration, flag, section, size } from './key-types.js';
import { optionalPath } from './optional-path.js';

/** `sharedObjManager`. */
export const sharedObjectSection = section('Remote shared objects. docs/shared-objects.md shows them step by step.', {
  storageDir: optionalPath(
    'a folder',
    '/srv/sharedobjects',
    'Where persistent shared objects are: in a folder of it for each application, and in that one for each instance. Relative to ' +
      "where the server was started. '' for the folder sharedobjects of the data folder.",
  ),
  resyncDepth: count(
    { default: -1, min: 0, unlimited: true },
    'How many versions back the names of deleted properties are known. A client that comes back with an older version gets the whole ' +
      'object instead of what changed since.',
  ),
  lockTimeOut: duration(
    { default: '10s', min: '0s', max: '1h' },
    'How long a script may keep an object locked. Then it is unlocked, and what clients wanted meanwhile happens; 0: for ever.',
  ),
  autoCommit: section('When persistent objects are written to the disk. What a script flushes is written at once.', {
    enable: flag(
      true,
      'Write what changed. If false, only what a script flushes, and everything when an instance is unloaded.',
    ),
    quiet: duration(
      { default: '500ms', min: '0s', max: '1m' },
      'After this time without a change an object is written.',
    ),
    maxDelay: duration(
      { default: '5s', min: '10ms', max: '10m' },
      'After this time an object is written, even if it goes on changing.',
    ),
  }),
  maxProperties: count({ default: 5000, min: 1, unlimited: true }, 'Properties of one object. More are refused.'),
  maxPropertySize: size(
    { default: '64KiB', min: 16, max: '8MiB' },
    'Bytes of one property, its name and its value as they are sent. One that is larger is refused.',
  ),
  maxSize: size(
    { default: '8MiB', min: '1KiB', max: '1GiB' },
    'Bytes of all properties of one object. A property that would make it larger is refused.',
  ),
  maxObjects: count(
    { default: 20_000, min: 0, unlimited: true },
    'Objects of one instance that are in use. Who wants another is refused.',
  ),
  maxObjectsPerClient: count(
    { default: 256, min: 0, unlimited: true },
    'Objects that one client may use at the same time. Another is refused.',
  ),
  maxChangeRate: count(
    { default: 1000, min: 1, unlimited: true },
    'Changes and messages per second of one client to all of its objects. With more, reading from it pauses.',
  ),
});
