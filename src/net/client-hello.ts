import { ByteReader } from '../bytes/byte-reader.js';

/** Bytes of the head of a TLS record (RFC 8446, section 5.1). */
const RECORD_HEAD = 5;
/** What a ClientHello has before its session id: type and length, version, random bytes (section 4.1.2). */
const FIXED = 1 + 3 + 2 + 32;

/** Extensions that name what the client wants: the host (RFC 6066, section 3) and the protocol inside (RFC 7301). */
const WISHES: readonly number[] = [0, 16];

/**
 * Whether the first record of TLS is a ClientHello that names neither host nor protocol, as those of simple RTMPS clients
 * do; undefined while it is not all there. What cannot be understood is none, and OpenSSL's to refuse.
 */
export function isBareHello(seen: Uint8Array): boolean | undefined {
  if (seen.length < RECORD_HEAD) return undefined;
  const reader = new ByteReader(seen);
  reader.skip(RECORD_HEAD - 2);
  if (seen.length < RECORD_HEAD + reader.u16()) return undefined;
  try {
    reader.skip(FIXED);
    reader.skip(reader.u8());
    reader.skip(reader.u16());
    reader.skip(reader.u8());
    for (let left = reader.u16(); left > 0;) {
      if (WISHES.includes(reader.u16())) return false;
      const length = reader.u16();
      reader.skip(length);
      left -= 4 + length;
    }
    return true;
  } catch {
    return false;
  }
}
