import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openMp4 } from '../../src/mp4/open-mp4.js';
import { flvMessages } from '../support/flv-reading.js';
import { framesOf, playedFrom } from '../support/media-source-reading.js';
import { MemoryMediaFile } from '../support/memory-media-file.js';
import { laidOut } from '../support/mp4-laid-out.js';
import { recordMp4 } from '../support/mp4-recording.js';
import { guidancePresent, MEDIA } from './guidance.js';

/** Files of foreign encoders whose tracks all go into an MP4. */
const FILES = [
  'antmedia-test_short.flv',
  'membrane-reference.flv',
  'own-avc-bframes-keyframeindex.flv',
  'red5-h264_mp3-head.flv',
  'scuffle-av1_aac-head.flv',
  'scuffle-hevc_aac.flv',
  'srs-avatar.flv',
  'veovera-mptestsrc.flv',
  'veovera-testsrc2-head.flv',
];

describe.skipIf(!guidancePresent)('files of foreign encoders, recorded as MP4', () => {
  test.each(FILES)('%s: every frame is in it, in fragments and laid out', async (name) => {
    const messages = flvMessages(new Uint8Array(readFileSync(join(MEDIA, name))));
    const { bytes, verdicts } = recordMp4(messages);
    expect(verdicts).toEqual([]);
    for (const file of [bytes, (await laidOut([bytes])).bytes]) {
      const played = await playedFrom(await openMp4(new MemoryMediaFile(file)), 0);
      for (const kind of ['video', 'audio'] as const) {
        const [wanted, found] = [framesOf(messages, kind), framesOf(played, kind)];
        expect(wanted.length).toBeGreaterThan(0);
        expect(found.map(({ isKey }) => isKey)).toEqual(wanted.map(({ isKey }) => isKey));
        expect(found.findIndex(({ body }, i) => Buffer.compare(body, wanted[i]!.body) !== 0)).toBe(-1);
      }
    }
  });
});
