import { section, size } from './key-types.js';
import { optionalPath } from './optional-path.js';

/** `originCache` of the server. */
export const originCacheSection = section(
  'Recorded media of origins that this server, as an edge, has fetched: it is fetched once for all who watch it. See docs/edges.md.',
  {
    maxMemory: size(
      { default: '64MiB', min: '1MiB', max: '1024GiB' },
      'Bytes in memory. What was not asked for longest goes first.',
    ),
    dir: optionalPath(
      'a folder',
      '/var/cache/afterglow',
      "The folder on the disk. '' for the folder cache/origin of the data folder. Everything in it may be deleted at any time.",
    ),
    maxSize: size(
      { default: '32GiB', min: 0, max: '100000GiB' },
      'Bytes on the disk; 0 keeps nothing there. A disk that is full makes it smaller.',
    ),
  },
);
