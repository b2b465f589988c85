export interface FlvMessages {
  readonly audio: { readonly messages: number; readonly bytes: number };
  readonly video: { readonly messages: number; readonly bytes: number };
}

/** Counts the tags of an FLV file and the bytes in them, by the file format alone. */
export function flvMessages(file: Buffer): FlvMessages {
  const counts = { audio: { messages: 0, bytes: 0 }, video: { messages: 0, bytes: 0 } };
  for (let offset = file.readUInt32BE(5) + 4; offset + 11 <= file.length;) {
    const size = file.readUIntBE(offset + 1, 3);
    const kind = { 8: 'audio', 9: 'video' }[file.readUInt8(offset)] as keyof FlvMessages | undefined;
    if (kind !== undefined) {
      counts[kind].messages++;
      counts[kind].bytes += size;
    }
    offset += 11 + size + 4;
  }
  return counts;
}
