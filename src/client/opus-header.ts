const OPUS_HEAD = [0x4f, 0x70, 0x75, 0x73, 0x48, 0x65, 0x61, 0x64];
/** Samples at 48 kHz that a decoder leaves out at the beginning: those of libopus. */
const PRE_SKIP = 312;

/** The identification header of Opus (RFC 7845, 5.1), for encoders that do not give it. */
export function opusHeader(channels: number, sampleRate: number): Uint8Array {
  const bytes = new Uint8Array(19);
  bytes.set(OPUS_HEAD);
  const view = new DataView(bytes.buffer);
  view.setUint8(8, 1);
  view.setUint8(9, channels);
  view.setUint16(10, PRE_SKIP, true);
  view.setUint32(12, sampleRate, true);
  return bytes;
}
