import { z } from 'zod';
import type { Route, WrittenTarget } from '../edge/route-table.js';
import { parseRoute, parseTarget } from '../edge/route-table.js';
import { addressList, choice, duration, flag, keyFacts, list, section } from './key-types.js';

const route = z
  .string()
  .max(2000)
  .refine((written) => parseRoute(written) !== undefined)
  .register(keyFacts, {
    noun: 'a route',
    mend: 'write "*:*;origin.example.com:1935", with more servers behind further semicolons, or "host:port;null"',
    format: String,
  });

const explicitServer = z
  .string()
  .max(500)
  .refine((written) => parseTarget(written, 'rtmp') !== undefined && !written.startsWith('unix:'))
  .register(keyFacts, {
    noun: 'a server with its port',
    mend: 'write "origin.example.com:1935", "link://origin.example.com:1935" or "*:1935"',
    format: String,
  });

/** `proxy` of an application: remote mode. */
export const proxySection = section(
  'Remote mode: the instances run on other servers, the origins, and this server is an edge of them. See docs/edges.md.',
  {
    mode: choice(
      ['local', 'remote'],
      'local',
      'remote: clients are sent on to an origin, whose script decides about them; live streams and recorded media are taken from there ' +
        'once for all who play them here. In the application.yaml of a virtual host it makes all its applications remote, those ' +
        'without a folder too.',
    ),
    routeTable: list(
      route,
      [],
      'routes',
      'Where clients are sent, by the host and the port that they dialled: "*:*;origin.example.com:1935". Of several servers ' +
        'the first that answers is used. Before each: link:// for Afterglow (the default), links:// for that over TLS, ' +
        'rtmp:// and rtmps:// for any server; unix:/path for a socket of link.listen. * on the right stands for what was dialled; "host:port;null" refuses. The first route that ' +
        'fits counts.',
    ),
    explicit: list(
      explicitServer,
      [],
      'servers with ports',
      'Servers to which clients may lead the way themselves, with rtmp://edge/?rtmp://origin/application. * for every host or every port: ' +
        'then anybody can send this server anywhere that allow lets it go.',
    ),
    allow: addressList([], 'Private addresses to which explicit, and * on the right side of a route, may lead.'),
    anonymous: flag(
      false,
      'Tell the origin the address that the client dialled, as it is. If false, the host and port in it become those of the origin.',
    ),
    requestTimeout: duration(
      { default: '2s', min: '100ms', max: '1m' },
      'Time for an origin to answer before the next one is tried.',
    ),
    linger: duration(
      { default: '10s', min: '0s', max: '1d' },
      'How long a live stream is taken from its origin that nobody plays here any more.',
    ),
    maxOutage: duration(
      { default: '10m', min: '0s', max: '7d' },
      'How long a client stays connected here while no origin can be reached.',
    ),
  },
);

/** The routes of settings, which were found good. */
export function routesOf({ routeTable }: { readonly routeTable: readonly string[] }): Route[] {
  return routeTable.flatMap((written) => parseRoute(written) ?? []);
}

/** The servers that clients may name, of settings that were found good. */
export function explicitServersOf({ explicit }: { readonly explicit: readonly string[] }): WrittenTarget[] {
  return explicit.flatMap((written) => parseTarget(written, 'rtmp') ?? []);
}
