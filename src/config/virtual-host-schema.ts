import { z } from 'zod';
import { virtualKeyList } from './recorded-media-sections.js';
import { addressList, count, folderList, hostNameList, section } from './key-types.js';

/** The keys of `conf/<adaptor>/<vhost>/vhost.yaml`. */
export const virtualHostSchema = z
  .strictObject({
    aliasList: hostNameList(
      [],
      'Host names that lead here, besides the name of this folder. _defaultVHost_ also takes every name that no other has.',
    ),
    appsDir: folderList(
      'apps',
      'Where the applications are: an application exists when it has a folder here. With several folders the first one that ' +
        'has it counts. Relative to where the server was started; the option --apps replaces it in all virtual hosts.',
    ),
    allow: addressList(['all'], 'Who may connect to this virtual host.'),
    virtualKeys: virtualKeyList,
    resourceLimits: section(
      'How much there may be in this virtual host at the same time. What comes later is refused.',
      {
        maxConnections: count({ default: -1, min: 0, unlimited: true }, 'Connected clients.'),
        maxAppInstances: count({ default: 15_000, min: 1, unlimited: true }, 'Application instances.'),
        maxStreams: count({ default: 250_000, min: 1, unlimited: true }, 'NetStreams of all clients.'),
        maxSharedObjects: count(
          { default: 50_000, min: 0, unlimited: true },
          'Shared objects that are in use, of all instances.',
        ),
      },
    ),
  })
  .meta({ description: 'Virtual host: the applications that are reached under a host name.' });
