import { networkInterfaces } from 'node:os';
import type { ListenAddress } from '../net/tcp-listener.js';
import type { HouseAddresses } from './house.js';

/** What a person sees when the server listens: where, and what to type into OBS. */
export function banner(version: string, { rtmp: listeners, http, admin }: HouseAddresses): string {
  const [main] = listeners;
  const rtmp = listeners.map((address) => `rtmp://${urlHost(address)}${port(address)}`);
  const server = main === undefined ? '' : `rtmp://${urlHost(main)}${port(main)}/live`;
  return [
    '',
    `  Afterglow ${version}`,
    '',
    `  Listening     ${rtmp.join('  ')}`,
    `  Web page      http://${urlHost(http)}:${http.port}/`,
    `  Health        http://${formatAddress(admin)}/healthz, /readyz, /metrics`,
    '',
    '  In OBS        Settings > Stream > Service: Custom...',
    `                Server      ${server}`,
    '                Stream Key  any name, for example: test',
    '',
    `  With ffmpeg   ffmpeg -re -i video.mp4 -c:v libx264 -c:a aac -f flv ${server}/test`,
    `  To play       ffplay ${server}/test`,
    '',
    '  Publishing is open to this machine only; conf/_defaultRoot_/_defaultVHost_/application.yaml, publish.allow,',
    '  lets others in. Ctrl+C stops the server.',
    '',
    '',
  ].join('\n');
}

/** `host:port`, an IPv6 address in brackets. */
export function formatAddress({ host, port: number }: ListenAddress): string {
  return `${host.includes(':') ? `[${host}]` : host}:${number}`;
}

function port({ port: number }: ListenAddress): string {
  return number === 1935 ? '' : `:${number}`;
}

/** The host to dial: one of this machine's where it listens on all of them. */
function urlHost({ host }: ListenAddress): string {
  if (host !== '::' && host !== '0.0.0.0') return host.includes(':') ? `[${host}]` : host;
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4');
  return outside?.address ?? 'localhost';
}
