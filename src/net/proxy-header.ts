import { isIPv4, isIPv6 } from 'node:net';
import { canonicalAddress } from '../application/canonical-address.js';

/** Who connects, as a proxy says. */
export interface ProxiedAddress {
  readonly address: string;
  readonly port: number;
}

export interface ProxyHeader {
  /** Bytes of the header; what follows is the client's. */
  readonly length: number;
  /** Undefined if the proxy speaks for itself, to see whether we are there, or does not know. */
  readonly source: ProxiedAddress | undefined;
}

/** Version 1: a line of at most 107 characters (PROXY protocol, section 2.1). */
const V1_START = 'PROXY ';
const V1_MAX_LENGTH = 107;
/** Version 2: a signature that no text and no RTMP handshake begins with (section 2.2). */
const V2_SIGNATURE = [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a];
const V2_FIXED_LENGTH = 16;
/** Addresses take 36 bytes and leave the rest for additions; nobody adds more than this. */
const V2_MAX_LENGTH = 4096;

/**
 * Reads the header of the PROXY protocol, version 1 or 2, at the beginning of a connection.
 *
 * @returns `incomplete` while more bytes could make it one, `invalid` if nothing can
 */
export function readProxyHeader(bytes: Uint8Array): ProxyHeader | 'incomplete' | 'invalid' {
  if (bytes.length === 0) return 'incomplete';
  if (bytes[0] === V2_SIGNATURE[0]) return readVersion2(bytes);
  return bytes[0] === V1_START.charCodeAt(0) ? readVersion1(bytes) : 'invalid';
}

function readVersion1(bytes: Uint8Array): ProxyHeader | 'incomplete' | 'invalid' {
  const text = String.fromCharCode(...bytes.subarray(0, V1_MAX_LENGTH));
  const end = text.indexOf('\r\n');
  if (end < 0) {
    const begins = text.startsWith(V1_START) || V1_START.startsWith(text);
    return begins && bytes.length < V1_MAX_LENGTH ? 'incomplete' : 'invalid';
  }
  const length = end + 2;
  const [word, family, address = '', target = '', port = '', targetPort = '', ...rest] = text.slice(0, end).split(' ');
  if (word !== 'PROXY') return 'invalid';
  if (family === 'UNKNOWN') return { length, source: undefined };
  const isAddress = family === 'TCP4' ? isIPv4 : family === 'TCP6' ? isIPv6 : () => false;
  if (rest.length > 0 || !isAddress(address) || !isAddress(target)) return 'invalid';
  if (!isPort(port) || !isPort(targetPort)) return 'invalid';
  return { length, source: { address: canonicalAddress(address), port: Number(port) } };
}

function isPort(text: string): boolean {
  return /^(0|[1-9]\d{0,4})$/.test(text) && Number(text) <= 65_535;
}

const LOCAL = 0x20;
const PROXY = 0x21;
const TCP4 = 0x11;
const TCP6 = 0x21;

function readVersion2(bytes: Uint8Array): ProxyHeader | 'incomplete' | 'invalid' {
  if (V2_SIGNATURE.some((byte, index) => index < bytes.length && bytes[index] !== byte)) return 'invalid';
  if (bytes.length < V2_FIXED_LENGTH) return 'incomplete';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [command, family, size] = [view.getUint8(12), view.getUint8(13), view.getUint16(14)];
  if ((command !== LOCAL && command !== PROXY) || size > V2_MAX_LENGTH) return 'invalid';
  const length = V2_FIXED_LENGTH + size;
  if (bytes.length < length) return 'incomplete';
  if (command === LOCAL || (family !== TCP4 && family !== TCP6)) return { length, source: undefined };
  if (family === TCP4) {
    if (size < 12) return 'invalid';
    return { length, source: { address: bytes.subarray(16, 20).join('.'), port: view.getUint16(24) } };
  }
  if (size < 36) return 'invalid';
  const groups = Array.from({ length: 8 }, (_, index) => view.getUint16(16 + 2 * index).toString(16));
  return { length, source: { address: canonicalAddress(ipv6(groups, bytes)), port: view.getUint16(48) } };
}

/** An IPv4 address may come in an IPv6 one. */
function ipv6(groups: readonly string[], bytes: Uint8Array): string {
  const isMapped = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff';
  return isMapped ? bytes.subarray(28, 32).join('.') : groups.join(':');
}
