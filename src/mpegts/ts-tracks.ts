import { readAacConfiguration } from '../media/codec-configuration/aac-configuration.js';
import type { AacConfiguration } from '../media/codec-configuration/aac-configuration.js';
import { readAvcConfiguration } from '../media/codec-configuration/avc-configuration.js';
import { readHevcConfiguration } from '../media/codec-configuration/hevc-configuration.js';
import { orUndefined } from '../media/media-error.js';
import type { AudioPacket, VideoPacket } from '../media/stream-packet.js';
import { AnnexB } from './annex-b.js';
import { fitsAdts } from './adts-header.js';
import type { ElementaryStream } from './program-tables.js';
import { AUDIO_PID, STREAM_TYPES, VIDEO_PID } from './program-tables.js';

export interface TsVideo extends ElementaryStream {
  readonly codec: 'avc' | 'hevc';
  readonly units: AnnexB;
  /** The body of the sequence header. */
  readonly configuration: Uint8Array;
}

export interface TsAudio extends ElementaryStream {
  readonly codec: 'aac' | 'mp3' | 'mp3-8k';
  /** Undefined for MP3, whose frames tell everything. */
  readonly aac: AacConfiguration | undefined;
  readonly configuration: Uint8Array;
}

const NOTHING = new Uint8Array(0);

/** What a sequence header of video sets up; undefined if MPEG-TS has no place for it, or it cannot be read. */
export function tsVideo({ codec, body }: VideoPacket): TsVideo | undefined {
  if (codec !== 'avc' && codec !== 'hevc') return undefined;
  const read = orUndefined(() => (codec === 'avc' ? readAvcConfiguration(body) : readHevcConfiguration(body)));
  if (read === undefined) return undefined;
  const streamType = STREAM_TYPES[codec];
  return { codec, pid: VIDEO_PID, streamType, units: new AnnexB(read), configuration: body };
}

/** What a sequence header of audio sets up, or any frame of MP3; undefined as for {@link tsVideo}. */
export function tsAudio({ codec, body, isConfiguration }: AudioPacket): TsAudio | undefined {
  if (codec === 'mp3' || codec === 'mp3-8k') {
    return { codec, pid: AUDIO_PID, streamType: STREAM_TYPES.mp3, aac: undefined, configuration: NOTHING };
  }
  if (codec !== 'aac' || !isConfiguration) return undefined;
  const aac = orUndefined(() => readAacConfiguration(body));
  if (aac === undefined || !fitsAdts(aac)) return undefined;
  return { codec, pid: AUDIO_PID, streamType: STREAM_TYPES.aac, aac, configuration: body };
}

/** Whether one can go on where the other was. */
export function sameStream(a: TsVideo | TsAudio, b: TsVideo | TsAudio): boolean {
  const { configuration } = b;
  const isSame = a.configuration.length === configuration.length;
  return a.streamType === b.streamType && isSame && a.configuration.every((byte, i) => byte === configuration[i]);
}
