import { readMp3Frame } from '../media/codec-configuration/mp3-frame.js';
import { orUndefined } from '../media/media-error.js';
import { MediaMessage } from '../media/media-message.js';
import { writeAudioFrame, writeAudioSequenceHeader } from '../media/write-audio.js';
import { writeVideoFrame, writeVideoSequenceHeader } from '../media/write-video.js';
import { widenNalLengths } from './nal-lengths.js';
import type { PlayedTrack } from './read-track.js';
import type { AudioEntry, SampleEntry, VideoEntry } from './sample-entry.js';
import { textMessage } from './text-message.js';

/** What a sample is beside its bytes. */
export interface SampleFacts {
  /** Milliseconds. */
  readonly time: number;
  /** Milliseconds from decoding to presentation. */
  readonly composition: number;
  readonly isKey: boolean;
}

/** A sample as the message of a stream. */
export function sampleMessage(
  track: PlayedTrack,
  entry: SampleEntry,
  facts: SampleFacts,
  sample: Uint8Array,
): MediaMessage {
  switch (entry.kind) {
    case 'video':
      return new MediaMessage('video', facts.time, videoPayload(entry, facts, sample));
    case 'audio':
      return new MediaMessage('audio', facts.time, audioPayload(entry, sample));
    case 'text':
      return textMessage(track, facts.time, sample);
  }
}

/** What a decoder must be given before the samples of an entry; undefined if it needs nothing. */
export function setupMessage(entry: SampleEntry, time: number): MediaMessage | undefined {
  if (entry.kind === 'text' || entry.configuration === undefined) return undefined;
  const payload =
    entry.kind === 'video'
      ? writeVideoSequenceHeader(entry.codec, entry.configuration)
      : writeAudioSequenceHeader(entry.codec, entry.configuration);
  return new MediaMessage(entry.kind, time, payload);
}

function videoPayload({ codec, nalLengthSize }: VideoEntry, facts: SampleFacts, sample: Uint8Array): Uint8Array {
  const isWide = nalLengthSize === undefined || nalLengthSize === 4;
  const body = isWide ? sample : widenNalLengths(sample, nalLengthSize);
  return writeVideoFrame(codec, facts.isKey ? 'key' : 'inter', body, facts.composition);
}

/** What a frame of MP3 says of itself is truer than what the file says. */
function audioPayload({ codec, sound }: AudioEntry, sample: Uint8Array): Uint8Array {
  if (codec !== 'mp3') return writeAudioFrame(codec, sample);
  const frame = orUndefined(() => readMp3Frame(sample)) ?? sound;
  return writeAudioFrame(frame.sampleRate === 8000 ? 'mp3-8k' : 'mp3', sample, frame);
}
