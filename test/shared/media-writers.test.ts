import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readAudioHeader } from '../../src/media/audio-header.js';
import type { MediaMessage } from '../../src/media/media-message.js';
import { readSoundFormat } from '../../src/media/sound-format.js';
import { readVideoHeader } from '../../src/media/video-header.js';
import { writeAudioFrame, writeAudioSequenceHeader } from '../../src/media/write-audio.js';
import { writeVideoFrame, writeVideoSequenceHeader } from '../../src/media/write-video.js';
import { flvMessages } from '../support/flv-reading.js';
import { guidancePresent, MEDIA } from './guidance.js';

/** Files of foreign software in which every message is one that our writers make too, and whose header bits are true. */
const FILES = [
  'antmedia-test_short.flv',
  'membrane-reference.flv',
  'own-adpcm22k.flv',
  'own-avc-bframes-keyframeindex.flv',
  'own-flv1-mp3-22k.flv',
  'own-nelly44k.flv',
  'own-pcm11k.flv',
  'own-screen2.flv',
  'red5-NAPNAP-head.flv',
  'scuffle-av1_aac-head.flv',
  'scuffle-hevc_aac.flv',
];

describe.skipIf(!guidancePresent)('messages of published files are what the writers make of their parts', () => {
  test.each(FILES)('%s', (file) => {
    let written = 0;
    for (const message of flvMessages(readFileSync(join(MEDIA, file)))) {
      const payload = message.kind === 'video' ? rewriteVideo(message) : rewriteAudio(message);
      if (payload === undefined) continue;
      written++;
      if (Buffer.compare(payload, message.payload) !== 0) {
        expect(hexOfStart(payload), `${message.kind} message at ${message.timestamp} ms`).toBe(
          hexOfStart(message.payload),
        );
      }
    }
    expect(written).toBeGreaterThan(10);
  });
});

function rewriteVideo({ payload }: MediaMessage): Uint8Array | undefined {
  const { codec, packet, frameType, compositionTime, bodyOffset } = readVideoHeader(payload);
  const body = payload.subarray(bodyOffset);
  if (codec === undefined) return undefined;
  if (packet === 'sequence-header') return writeVideoSequenceHeader(codec, body);
  if (packet !== 'frame' || (frameType !== 'key' && frameType !== 'inter' && frameType !== 'disposable'))
    return undefined;
  return writeVideoFrame(codec, frameType, body, compositionTime);
}

function rewriteAudio({ kind, payload }: MediaMessage): Uint8Array | undefined {
  if (kind === 'data') return undefined;
  const { codec, packet, bodyOffset } = readAudioHeader(payload);
  if (codec === undefined) return undefined;
  const body = payload.subarray(bodyOffset);
  if (packet === 'sequence-header') return writeAudioSequenceHeader(codec, body);
  return writeAudioFrame(codec, body, readSoundFormat(codec, payload[0]!));
}

function hexOfStart(payload: Uint8Array): string {
  return Buffer.from(payload.subarray(0, 12)).toString('hex');
}
