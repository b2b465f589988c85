import { networkInterfaces } from 'node:os';
import type { ListenAddress } from '../net/tcp-listener.js';
import { formatAddress } from './format-address.js';
import type { HouseAddresses } from './house-addresses.js';

/** What the console takes at first. */
export interface FirstUser {
  readonly name: string;
  readonly password: string;
}

/**
 * What a person sees when the server listens: where, and what to type into OBS.
 *
 * @param made what was made because there was none; it is shown here and never again
 */
export function banner(
  version: string,
  { rtmp: listeners, http, admin }: HouseAddresses,
  { key: newKey, user }: { readonly key?: string | undefined; readonly user?: FirstUser | undefined } = {},
): string {
  const [main] = listeners;
  const rtmp = listeners.map((address) => `${scheme(address)}://${urlHost(address)}${port(address)}`);
  const server = main === undefined ? '' : `${scheme(main)}://${urlHost(main)}${port(main)}/live`;
  const local = main === undefined ? '' : `${scheme(main)}://${localHost(main)}${port(main)}/live`;
  return [
    '',
    `  Afterglow ${version}`,
    '',
    `  Listening     ${rtmp.join('  ')}`,
    `  Web page      ${http.secure === true ? 'https' : 'http'}://${urlHost(http)}:${http.port}/`,
    `  Console       http://${formatAddress(admin)}/`,
    ...(user === undefined
      ? []
      : [
          `                User        ${user.name}`,
          `                Password    ${user.password}`,
          '                It is shown this once. "npx afterglow user password" makes another.',
        ]),
    `  Health        http://${formatAddress(admin)}/healthz, /readyz, /metrics`,
    '',
    '  In OBS        Settings > Stream > Service: Custom...',
    `                Server      ${server}`,
    `                Stream Key  test?key=${newKey ?? '<your key>'}`,
    newKey === undefined
      ? '                "npx afterglow key add" makes a key; "npx afterglow key list" shows which there are.'
      : '                This key is shown this once. "npx afterglow key add" makes more of them.',
    `                On this machine no key is needed with the server ${local}`,
    '',
    `  With ffmpeg   ffmpeg -re -i video.mp4 -c:v libx264 -c:a aac -f flv ${local}/test`,
    `  To play       ffplay ${server}/test`,
    '',
    '  Ctrl+C stops the server.',
    '',
    '',
  ].join('\n');
}

function scheme({ secure = false }: ListenAddress): 'rtmp' | 'rtmps' {
  return secure ? 'rtmps' : 'rtmp';
}

/** Left out where the scheme says it. */
function port({ port: number, secure = false }: ListenAddress): string {
  return number === (secure ? 443 : 1935) ? '' : `:${number}`;
}

/** The host to dial: one of this machine's where it listens on all of them. */
function urlHost({ host }: ListenAddress): string {
  if (host !== '::' && host !== '0.0.0.0') return host.includes(':') ? `[${host}]` : host;
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4');
  return outside?.address ?? 'localhost';
}

/** The host to dial from this machine, so that it is known as this machine. */
function localHost({ host }: ListenAddress): string {
  return host === '::' || host === '0.0.0.0' ? 'localhost' : urlHost({ host, port: 0 });
}
