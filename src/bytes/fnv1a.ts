/** A checksum of the bytes from `from` on (FNV-1a, 32 bits), to notice damage; no protection against anybody. */
export function fnv1a(bytes: Uint8Array, from = 0): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash >>> 0;
}
