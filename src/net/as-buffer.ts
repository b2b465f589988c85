/** The array turned into a Buffer last: one batch of a stream is written to all its players in a row. */
let turned: { readonly bytes: Uint8Array; readonly buffer: Buffer } | undefined;

/** The same memory as the Buffer that a socket would otherwise make of it at each write. */
export function asBuffer(bytes: Uint8Array): Buffer {
  if (turned?.bytes !== bytes) {
    turned = { bytes, buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
  }
  return turned.buffer;
}
