import { ByteReader } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import type { AudioCodec } from '../media/audio-codec.js';
import type { SoundFormat } from '../media/sound-format.js';
import { ac3Configuration, eac3Configuration } from './ac3-boxes.js';
import { writeBox, writeFullBox, writeZeros } from './write-box.js';

type Write = (writer: ByteWriter, configuration: Uint8Array, sound: SoundFormat) => void;

interface Binding {
  readonly entry: string;
  readonly write: Write;
}

/** objectTypeIndication (ISO/IEC 14496-1, 7.2.6.6): MPEG-1 audio, and MPEG-2 audio at its lower sample rates. */
const MPEG4_AUDIO = 0x40;
const MPEG2_AUDIO = 0x69;
const MPEG1_AUDIO = 0x6b;

const MP3: Binding = { entry: 'mp4a', write: writeMp3 };

const BINDINGS: ReadonlyMap<AudioCodec, Binding> = new Map<AudioCodec, Binding>([
  ['aac', { entry: 'mp4a', write: (writer, configuration) => writeEsds(writer, MPEG4_AUDIO, configuration) }],
  ['mp3', MP3],
  ['mp3-8k', MP3],
  ['opus', { entry: 'Opus', write: writeDops }],
  ['flac', { entry: 'fLaC', write: writeDfla }],
  [
    'ac3',
    {
      entry: 'ac-3',
      write: (writer, frame) => writeBox(writer, 'dac3', () => writer.bytes(ac3Configuration(frame))),
    },
  ],
  [
    'eac3',
    {
      entry: 'ec-3',
      write: (writer, frame) => writeBox(writer, 'dec3', () => writer.bytes(eac3Configuration(frame))),
    },
  ],
]);

/** Whether sound of `codec` is written to MP4. */
export function hasAudioSampleEntry(codec: AudioCodec): boolean {
  return BINDINGS.has(codec);
}

/**
 * The sample entry of an audio track (ISO/IEC 14496-12, 12.2.3). MP3 is named by its object type, which browsers and
 * ffmpeg read alike.
 *
 * @param configuration the body of the sequence header; the first frame of AC-3 and E-AC-3; not looked at for MP3
 * @throws {EndOfBytesError} for a configuration that is cut off
 */
export function audioSampleEntry(codec: AudioCodec, configuration: Uint8Array, sound: SoundFormat): Uint8Array {
  const { entry, write } = BINDINGS.get(codec)!;
  const writer = new ByteWriter(128 + configuration.length);
  writeBox(writer, entry, () => {
    writeZeros(writer, 6);
    writer.u16(1); // data_reference_index
    writeZeros(writer, 8);
    writer.u16(sound.channels).u16(16).u32(0);
    // 16.16: what does not fit is in the configuration alone.
    writer.u16(sound.sampleRate > 0xffff ? 0 : sound.sampleRate).u16(0);
    write(writer, configuration, sound);
  });
  return writer.finish();
}

function writeMp3(writer: ByteWriter, _configuration: Uint8Array, { sampleRate }: SoundFormat): void {
  writeEsds(writer, sampleRate >= 32_000 ? MPEG1_AUDIO : MPEG2_AUDIO, undefined);
}

const ES_DESCRIPTOR = 3;
const DECODER_CONFIG = 4;
const DECODER_SPECIFIC = 5;
const SL_CONFIG = 6;
const AUDIO_STREAM = 0x15;

/** ISO/IEC 14496-14, 5.6, and 14496-1, 7.2.6. Bit rates are not told: they are not known when recording begins. */
function writeEsds(writer: ByteWriter, objectType: number, specific: Uint8Array | undefined): void {
  const specificSize = specific === undefined ? 0 : DESCRIPTOR_HEADER + specific.length;
  const configSize = 13 + specificSize;
  writeFullBox(writer, 'esds', 0, 0, () => {
    writeDescriptor(writer, ES_DESCRIPTOR, 3 + DESCRIPTOR_HEADER + configSize + DESCRIPTOR_HEADER + 1);
    writer.u16(0).u8(0);
    writeDescriptor(writer, DECODER_CONFIG, configSize);
    writer.u8(objectType).u8(AUDIO_STREAM).u24(0).u32(0).u32(0);
    if (specific !== undefined) {
      writeDescriptor(writer, DECODER_SPECIFIC, specific.length);
      writer.bytes(specific);
    }
    writeDescriptor(writer, SL_CONFIG, 1);
    writer.u8(2);
  });
}

const DESCRIPTOR_HEADER = 5;

/** The size in four groups of seven bits, as most write it. */
function writeDescriptor(writer: ByteWriter, tag: number, size: number): void {
  writer.u8(tag);
  for (let shift = 21; shift > 0; shift -= 7) writer.u8(0x80 | ((size >> shift) & 0x7f));
  writer.u8(size & 0x7f);
}

const OPUS_HEAD = 'OpusHead'.length;

/** Encapsulation of Opus in ISO base media file format, 4.3.2: the identification header, big-endian. */
function writeDops(writer: ByteWriter, configuration: Uint8Array, { channels }: SoundFormat): void {
  writeBox(writer, 'dOps', () => {
    writer.u8(0);
    if (configuration.length === 0) {
      writer.u8(channels).u16(0).u32(48_000).u16(0).u8(0);
      return;
    }
    const reader = new ByteReader(configuration);
    reader.skip(OPUS_HEAD + 1);
    writer.u8(reader.u8());
    writer.u16(reader.u8() | (reader.u8() << 8)); // pre-skip
    writer.u32(reader.u32LE());
    writer.u16(reader.u8() | (reader.u8() << 8)); // output gain
    const family = reader.u8();
    writer.u8(family);
    if (family !== 0) writer.bytes(reader.view(2 + channels));
  });
}

const STREAM_INFO = 34;
const FLAC_HEADER = 8;

/** Encapsulation of FLAC in ISO base media file format, 3.3.2: STREAMINFO as the only metadata block. */
function writeDfla(writer: ByteWriter, configuration: Uint8Array): void {
  const start = configuration.length === STREAM_INFO ? 0 : FLAC_HEADER;
  writeFullBox(writer, 'dfLa', 0, 0, () => {
    writer
      .u8(0x80)
      .u24(STREAM_INFO)
      .bytes(configuration.subarray(start, start + STREAM_INFO));
  });
}
