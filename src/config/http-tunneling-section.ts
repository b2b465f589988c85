import { z } from 'zod';
import { count, duration, flag, keyFacts, section, size } from './key-types.js';

/** `httpTunneling` of an adaptor. */
export const httpTunnelingSection = section(
  'RTMPT: RTMP in requests of HTTP, for clients behind proxies that let nothing else through. On the ports of the adaptor; on the port ' +
    'of HTTP what _defaultRoot_ says holds.',
  {
    enable: flag(true, 'Take RTMPT, and with certificates RTMPTS.'),
    nodeId: text(
      /^[A-Za-z0-9]{0,9}$/,
      'up to 9 letters and digits',
      'node1',
      'What session ids begin with, for a load balancer that sends all requests of a session to the same server.',
    ),
    idlePostInterval: duration(
      { default: '512ms', min: '0ms', max: '4064ms' },
      'The longest pause between two polls that a client is asked for while there is nothing to send; in steps of 16 ms.',
    ),
    idleAckInterval: duration(
      { default: '512ms', min: '0ms', max: '20s' },
      'How long a poll waits for something to be sent before it is answered with nothing. Also how long the answer to what a client sends ' +
        'is delayed while no more of it may be read. 0 answers at once.',
    ),
    idleTimeout: duration({ default: '60s', min: '1s', max: '1h' }, 'A session without a request for so long is over.'),
    reconnectTimeout: duration(
      { default: '10s', min: '100ms', max: '1h' },
      'The same once the connection that brought its last request is closed.',
    ),
    mimeType: text(
      /^[\w.+-]+\/[\w.+-]+$/,
      'a media type',
      'application/x-fcs',
      'The content type of the answers.',
      'application/x-fcs',
    ),
    writeBufferSize: size({ default: '256KiB', min: '1KiB', max: '16MiB' }, 'Bytes of RTMP in one answer.'),
    maxRequestSize: size(
      { default: '2MiB', min: '64KiB', max: '17MiB' },
      'Bytes in the body of one request. librtmp sends each message, thus each key frame, in one.',
    ),
    maxPipelinedRequests: count(
      { default: 8, min: 1, max: 64 },
      'Requests of a session that may be under way at a time, and answers that are kept for a client that asks again.',
    ),
    maxSessions: count(
      { default: 10_000, min: 1, unlimited: true },
      'Sessions at the same time. Each also counts as a connection in resourceLimits.',
    ),
    sameAddress: flag(
      true,
      'A session goes on only from the address that opened it. Write false for clients behind proxies with several addresses.',
    ),
  },
);

/** `httpIdent` of an adaptor. */
export const httpIdentSection = section('What is answered at /fcs/ident, to tell servers apart.', {
  enable: flag(false, 'Answer <fcs>content</fcs>; otherwise there is nothing.'),
  content: text(/^[^\p{Cc}]{0,1024}$/u, 'a text in one line', '<node>1</node>', 'Goes into the answer as it is.'),
});

/** `httpIdent2` of an adaptor. */
export const httpIdent2Section = section(
  'What is answered at /fcs/ident2, which Flash Player asks before it opens a session.',
  {
    enable: flag(
      false,
      'Answer the address; otherwise there is nothing, and clients go on with the address that they used.',
    ),
    address: text(
      /^[A-Za-z0-9.:[\]-]{0,255}$/,
      'a host name or an IP address',
      'node1.example.com',
      'The name or IP address of this very server, for clients that reached it through a load balancer.',
    ),
  },
);

function text(pattern: RegExp, noun: string, example: string, description: string, value = '') {
  return z
    .string()
    .regex(pattern)
    .prefault(value)
    .meta({ description })
    .register(keyFacts, { noun, mend: `write ${example}`, format: (written: string) => JSON.stringify(written) });
}
