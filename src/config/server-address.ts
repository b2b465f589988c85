import { parseHostPort } from './host-port.js';

/** Whether this is the address of an RTMP server without an application: `rtmp://media.example.com:1935`. */
export function isServerAddress(text: string): boolean {
  const [, authority = ''] = /^rtmps?:\/\/(.+)$/.exec(text) ?? [];
  const parsed = parseHostPort(authority) ?? parseHostPort(`${authority}:1935`);
  return parsed?.host !== undefined && parsed.port > 0;
}
