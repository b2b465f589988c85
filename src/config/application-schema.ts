import { z } from 'zod';
import { choice, count, duration, flag, rate, section, wordList } from './key-types.js';
import { applicationHlsSection } from './application-hls-section.js';
import { clientSection } from './client-section.js';
import { accessSections } from './access-sections.js';
import { hooksList } from './hooks-section.js';
import { proxySection } from './proxy-section.js';
import { scriptSection } from './script-section.js';
import { restreamSection } from './restream-section.js';
import { keysOf } from './schema-keys.js';
import { sharedObjectSection } from './shared-object-section.js';
import { streamManagerSection } from './stream-manager-section.js';
import { swfVerificationSection } from './swf-verification-section.js';

/** The ways in: what a client's protocol is called. */
const PROTOCOLS = [
  ...(['rtmp', 'rtmps', 'rtmpe', 'rtmpt', 'rtmpts', 'rtmpte', 'rtmp-ws', 'rtmps-ws'] as const),
  ...(['http-flv', 'https-flv', 'ws-flv', 'wss-flv', 'hls', 'https-hls', 'http', 'https'] as const),
] as const;

const settings = {
  maxAppIdleTime: duration(
    { default: '20m', min: '1s', max: '30d' },
    'How long an instance without clients stays loaded. One that never had a client stays.',
  ),
  loadOnStartup: flag(false, 'Load the instance _definst_ when the server starts, not when the first client connects.'),
  disallowedProtocols: wordList(
    [...PROTOCOLS],
    { one: 'a protocol', many: 'protocols', mend: `write ${PROTOCOLS.join(', ')}` },
    `Protocols by which nobody may connect: ${PROTOCOLS.join(', ')}.`,
  ),
  swfVerification: swfVerificationSection,
  client: clientSection,
  streamManager: streamManagerSection,
  hls: applicationHlsSection,
  sharedObjManager: sharedObjectSection,
  ...accessSections,
  landingPage: section('What the page at / tells of the application.', {
    streams: choice(
      ['open', 'all', 'none'],
      'open',
      'Which live streams it shows. open: those that whoever looks may play, as far as the rules of play say; none of an application ' +
        'with a script or a webhook for connect or play, which decide themselves. all: all of them, to everybody.',
    ),
  }),
  proxy: proxySection,
  hooks: hooksList,
  restream: restreamSection,
  script: scriptSection,
  resourceLimits: section('How much there may be in one instance at the same time. What comes later is refused.', {
    maxClients: count({ default: -1, min: 0, unlimited: true }, 'Connected clients.'),
    maxClientsPerAddress: count(
      { default: -1, min: 1, unlimited: true },
      'Connected clients from one IP address, in all instances of the application together.',
    ),
    maxStreams: count({ default: -1, min: 0, unlimited: true }, 'Live streams that are being published.'),
    bandwidthCap: section('What all clients may use at most, in all instances of the application together.', {
      serverToClient: rate(
        { default: -1, min: 1000, max: '100GB', unlimited: true },
        'What they are sent. With more, all of them lose frames of live streams; recorded media is sent no faster.',
      ),
      clientToServer: rate(
        { default: -1, min: 1000, max: '100GB', unlimited: true },
        'What they send. With more, reading from those who send pauses.',
      ),
    }),
  }),
};

const settingNames = keysOf(z.strictObject(settings), { sections: true }).map((key) => key.name) as [string];

/** The keys of both kinds of `application.yaml`: `conf/<adaptor>/<vhost>/` has the defaults, `<appsDir>/<app>/` its own. */
export const applicationSchema = z
  .strictObject({
    noOverride: wordList(
      settingNames,
      { one: 'a key of application.yaml', many: 'keys', mend: 'write a dotted key such as client.bandwidth' },
      'Keys that the application.yaml of an application must not set: dotted keys, or whole sections such as client.bandwidth. ' +
        'Only here, in the file of the virtual host.',
    ),
    ...settings,
  })
  .meta({
    description: 'Application: what holds for the instances of an application, their clients and their streams.',
  });
