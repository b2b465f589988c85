import { count, flag, section } from './key-types.js';

/** `rtmpe` of `adaptor.yaml`. */
export const rtmpeSection = section(
  'RTMPE: RTMP that is encrypted as Flash Player does it. It keeps nobody out who means to read along: for that there is TLS. ' +
    'docs/rtmpe.md says more.',
  {
    enabled: flag(true, 'Speak RTMPE with clients that ask for it. If false, they are disconnected.'),
    maxHandshakesPerSecond: count(
      { default: 100, min: 1, unlimited: true },
      'Connections that are encrypted per second, at about a millisecond of processor time each. Who comes when it is too much is disconnected.',
    ),
  },
);
