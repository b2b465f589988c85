import { ByteWriter } from '../bytes/byte-writer.js';
import type { VideoCodec } from '../media/video-codec.js';
import { writeBox, writeZeros } from './write-box.js';

interface Binding {
  /** Of the sample entry: parameter sets are in the configuration and nowhere else, as Apple's players want it. */
  readonly entry: string;
  readonly configuration: string;
}

/** ISO/IEC 14496-15, 5.4 and 8.4; AV1 in ISO base media file format, 2.2; VP Codec ISO Media File Format Binding. */
const BINDINGS: ReadonlyMap<VideoCodec, Binding> = new Map<VideoCodec, Binding>([
  ['avc', { entry: 'avc1', configuration: 'avcC' }],
  ['hevc', { entry: 'hvc1', configuration: 'hvcC' }],
  ['av1', { entry: 'av01', configuration: 'av1C' }],
  ['vp8', { entry: 'vp08', configuration: 'vpcC' }],
  ['vp9', { entry: 'vp09', configuration: 'vpcC' }],
]);

/** Whether pictures of `codec` are written to MP4. */
export function hasVisualSampleEntry(codec: VideoCodec): boolean {
  return BINDINGS.has(codec);
}

const VPX_RECORD = 8;
const RESOLUTION = 0x00480000; // 72 dpi
const DEPTH = 0x18;

/**
 * The sample entry of a video track (ISO/IEC 14496-12, 12.1.3).
 *
 * @param configuration the body of the sequence header
 */
export function visualSampleEntry(
  codec: VideoCodec,
  configuration: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
): Uint8Array {
  const binding = BINDINGS.get(codec)!;
  const writer = new ByteWriter(128 + configuration.length);
  writeBox(writer, binding.entry, () => {
    writeZeros(writer, 6);
    writer.u16(1); // data_reference_index
    writeZeros(writer, 16);
    writer.u16(width).u16(height).u32(RESOLUTION).u32(RESOLUTION).u32(0);
    writer.u16(1); // frame_count
    writeZeros(writer, 32); // compressorname
    writer.u16(DEPTH).u16(0xffff);
    writeBox(writer, binding.configuration, () => {
      writer.bytes(binding.configuration === 'vpcC' ? fullVpxRecord(configuration) : configuration);
    });
  });
  return writer.finish();
}

/** The box has a version and flags before the record, which ffmpeg puts into the sequence header too. */
function fullVpxRecord(configuration: Uint8Array): Uint8Array {
  if (configuration.length >= 4 + VPX_RECORD && configuration[0] === 1 && configuration[1] === 0) return configuration;
  return new ByteWriter(4 + configuration.length).u32(0x01000000).bytes(configuration).finish();
}
