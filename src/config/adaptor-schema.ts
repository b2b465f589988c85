import { z } from 'zod';
import { connectionLimitsSection } from './connection-limits-section.js';
import { httpIdent2Section, httpIdentSection, httpTunnelingSection } from './http-tunneling-section.js';
import { addressList, choice, count, duration, hostPortList, section, size } from './key-types.js';
import { proxyProtocolSection } from './proxy-protocol-section.js';
import { rtmpeSection } from './rtmpe-section.js';
import { tlsSection } from './tls-section.js';

/** The keys of `conf/<adaptor>/adaptor.yaml`. */
export const adaptorSchema = z
  .strictObject({
    hostPortList: hostPortList(
      [':1935'],
      'Where the adaptor listens, for RTMP, HTTP and, with certificates, both in TLS. A port with a - before it is for TLS only, such ' +
        'as ":-443". Without a host, on every address of the machine; port 0 takes a free port. ' +
        'The option --listen replaces this list for _defaultRoot_.',
    ),
    allow: addressList(['all'], 'Who may connect.'),
    deny: addressList([], 'Who may not connect.'),
    order: choice(
      ['allow,deny', 'deny,allow'],
      'allow,deny',
      'How the two lists go together. "allow,deny": only who is in allow and not in deny. ' +
        '"deny,allow": everybody but who is in deny and not in allow.',
    ),
    resourceLimits: connectionLimitsSection,
    proxyProtocol: proxyProtocolSection,
    tls: tlsSection,
    httpTunneling: httpTunnelingSection,
    httpIdent: httpIdentSection,
    httpIdent2: httpIdent2Section,
    rtmp: section('What one RTMP connection may do and for how long. Who does more is disconnected.', {
      handshakeTimeout: duration(
        { default: '10s', min: '100ms', max: '10m' },
        'Time until the handshake is done, that of TLS included, however the bytes drip in; for HTTP until the request has begun.',
      ),
      connectTimeout: duration(
        { default: '10s', min: '100ms', max: '10m' },
        'Time from the end of the handshake to the connect command.',
      ),
      acceptTimeout: duration(
        { default: '60s', min: '1s', max: '1h' },
        'Time from there until the application has let the client in or refused it. A script may keep it waiting for as long; then it is ' +
          'refused.',
      ),
      preConnectBudget: size(
        { default: '64KiB', min: '4KiB', max: '16MiB' },
        'Bytes a client may send after the handshake and before it is connected.',
      ),
      maxMessageSize: size({ default: '16MiB', min: '64KiB', max: '16MiB' }, 'The longest message.'),
      maxChunkStreams: count(
        { default: 1024, min: 8, max: 65_599 },
        'Chunk streams a client may use. Flash Player takes three for each NetStream.',
      ),
      maxPartialMessages: count(
        { default: 64, min: 8, max: 65_599 },
        'Messages of which a part has arrived and the rest has not.',
      ),
      maxPartialBytes: size({ default: '16MiB', min: '64KiB', max: '256MiB' }, 'Bytes of all these messages together.'),
      partialMessageTimeout: duration(
        { default: '60s', min: '1s', max: '1h' },
        'Time in which a message that has begun must be complete.',
      ),
      maxSmallChunksPerSecond: count(
        { default: 200_000, min: 1000, unlimited: true },
        'Chunks with next to no payload that are read per second: one of 128 bytes or more counts nothing, one of 64 bytes half.',
      ),
      maxUnknownMessages: count(
        { default: 1000, min: 0, unlimited: true },
        'Messages of types that RTMP does not have. They are ignored up to this number.',
      ),
      maxCommandsPerSecond: count(
        { default: 1000, min: 1, unlimited: true },
        'Commands that are read per second. With more than these, reading pauses.',
      ),
      pingPeriod: duration(
        { default: '60s', min: '0s', max: '1h' },
        'How often a client is asked whether it is still there; 0 never asks.',
      ),
      pingTimeout: duration(
        { default: '30s', min: '1s', max: '1h' },
        'Time after that in which something must have come from it.',
      ),
    }),
    rtmpe: rtmpeSection,
    amf: section('How large one AMF0 or AMF3 value may be. Who sends a larger one is disconnected.', {
      maxDepth: count({ default: 64, min: 4, max: 512 }, 'Objects and arrays within one another.'),
      maxElements: count({ default: 65_536, min: 64, max: 16_777_216 }, 'Values in one message, counted together.'),
      maxStringLength: size({ default: '1MiB', min: '256B', max: '16MiB' }, 'The longest string, as UTF-8.'),
    }),
  })
  .meta({ description: 'Adaptor: a set of ports, and what holds for every connection that comes in by them.' });
