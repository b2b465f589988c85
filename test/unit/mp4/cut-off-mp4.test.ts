import { beforeAll, describe, expect, test } from 'vitest';
import { classify } from '../../../src/media/classify.js';
import type { MediaMessage } from '../../../src/media/media-message.js';
import { inspectMp4 } from '../../../src/mp4/inspect-mp4.js';
import { openMp4 } from '../../../src/mp4/open-mp4.js';
import { framesOf, playedFrom } from '../../support/media-source-reading.js';
import { MemoryMediaFile } from '../../support/memory-media-file.js';
import { laidOut } from '../../support/mp4-laid-out.js';
import { recordMp4 } from '../../support/mp4-recording.js';
import { stream } from '../../support/mp4-stream.js';

/** An ordinary MP4 of three seconds, header first. */
let whole: Uint8Array;
let mediaAt: number;

beforeAll(async () => {
  const { bytes } = recordMp4([stream.avcHeader(), stream.aacHeader(), ...stream.seconds(3)]);
  const { bytes: ordinary, layout } = await laidOut([bytes]);
  whole = ordinary;
  mediaAt = layout.head.length;
});

async function frames(size: number): Promise<readonly MediaMessage[]> {
  const source = await openMp4(new MemoryMediaFile(whole.subarray(0, size)));
  return (await playedFrom(source, 0)).filter((message) => classify(message).isFrame);
}

describe('an ordinary MP4 that is cut off', () => {
  test('plays what is there, whole frames from the first on', async () => {
    const all = await frames(whole.length);
    let most = 0;
    for (let size = whole.length - 1; size > mediaAt + 600; size -= 499) {
      const played = await frames(size);
      for (const kind of ['video', 'audio'] as const) {
        const expected = framesOf(all, kind).slice(0, framesOf(played, kind).length);
        expect(framesOf(played, kind)).toEqual(expected);
      }
      expect(played.length).toBeLessThan(all.length);
      most = Math.max(most, played.length);
    }
    expect(most).toBeGreaterThan(all.length / 2);
  });

  test('is as long as that, and an inspection says so', async () => {
    const cut = Math.round(mediaAt + (whole.length - mediaAt) / 2);
    const { duration, defects } = await inspectMp4(new MemoryMediaFile(whole.subarray(0, cut)));
    expect(duration).toBeGreaterThan(1000);
    expect(duration).toBeLessThan(2500);
    expect(defects).toMatchObject([{ code: 'truncated', mend: 'nothing' }]);
  });

  test('of which not one frame is whole is refused', async () => {
    await expect(openMp4(new MemoryMediaFile(whole.subarray(0, mediaAt + 1)))).rejects.toMatchObject({
      code: 'truncated',
    });
  });

  test('within its header is refused', async () => {
    await expect(openMp4(new MemoryMediaFile(whole.subarray(0, mediaAt - 20)))).rejects.toMatchObject({
      code: 'truncated',
    });
  });
});
