/** FIN, and the opcode of binary data (RFC 6455, section 5.2). */
const WHOLE_BINARY = 0x82;

/** The array put into a frame last: one batch of a stream is written to all its players in a row. */
let framed: { readonly bytes: Uint8Array; readonly frame: Buffer } | undefined;

/** One whole binary message as a server sends it, unmasked: all who are sent the same array share the frame. */
export function webSocketFrame(parts: readonly Uint8Array[]): Buffer {
  const [first] = parts;
  if (first === undefined || parts.length > 1) return encode(parts);
  if (framed?.bytes !== first) framed = { bytes: first, frame: encode(parts) };
  return framed.frame;
}

function encode(parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = WHOLE_BINARY;
  if (head === 2) {
    frame[1] = length;
  } else if (head === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  let at = head;
  for (const part of parts) {
    frame.set(part, at);
    at += part.length;
  }
  return frame;
}
