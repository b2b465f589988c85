import { concat } from '../../src/bytes/concat.js';
import { classify } from '../../src/media/classify.js';
import type { MediaMessage } from '../../src/media/media-message.js';
import { FragmentedMp4Writer } from '../../src/mp4/fragmented-mp4-writer.js';
import type { FragmentedMp4Options } from '../../src/mp4/fragmented-mp4-writer.js';
import type { Mp4Verdict } from '../../src/mp4/mp4-verdict.js';

/** What came of writing messages to fragmented MP4. */
export interface Mp4Recording {
  readonly bytes: Uint8Array;
  /** The first has the header of the file before it. */
  readonly fragments: readonly Uint8Array[];
  /** All that are not `taken`. */
  readonly verdicts: readonly Mp4Verdict[];
}

/** Fragments of about a second, which end before key frames where there are any. */
export function recordMp4(messages: Iterable<MediaMessage>, options?: FragmentedMp4Options): Mp4Recording {
  const writer = new FragmentedMp4Writer(options);
  const fragments: Uint8Array[] = [];
  const verdicts: Mp4Verdict[] = [];
  const take = (fragment: Uint8Array | undefined): void => void (fragment && fragments.push(fragment));
  let began = 0;
  for (const message of messages) {
    const verdict = writer.accept(message);
    if (verdict.kind !== 'taken') verdicts.push(verdict);
    const passed = message.timestamp - began;
    if (passed < 1000 || (passed < 2000 && !classify(message).isKeyFrame)) continue;
    began = message.timestamp;
    take(writer.takeFragment());
  }
  take(writer.finish());
  return { bytes: concat(fragments), fragments, verdicts };
}
