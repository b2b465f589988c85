import type { FileHandle } from 'node:fs/promises';
import { rm } from 'node:fs/promises';
import { classify } from '../media/classify.js';
import { MediaError } from '../media/media-error.js';
import type { MediaMessage } from '../media/media-message.js';
import type { MediaReport } from '../media/media-report.js';
import type { FragmentedMp4Options } from '../mp4/fragmented-mp4-writer.js';
import { FragmentedMp4Writer } from '../mp4/fragmented-mp4-writer.js';
import { Appender } from './appender.js';
import { layOutFile } from './lay-out-file.js';
import { withLocalFile } from './local-file.js';
import type { RemuxInput, RemuxOptions } from './remux-input.js';
import { sourceMessages } from './source-messages.js';
import { openDraft } from './write-beside.js';
import type { WrittenMedia } from './written-media.js';

/** Milliseconds of media after which a fragment ends, whether there is a key frame or not. */
const FRAGMENT_TIME = 1000;

/** A track that begins later than the other is waited for as long as its frames have room in memory. */
const WAIT_BYTES = 64 * 1024 * 1024;

type Work = Pick<RemuxOptions, 'onProgress' | 'signal'>;

/**
 * Writes media as an ordinary MP4 into an empty file, with its header in front. On the way it is in fragments, in a
 * second file beside `path`, which takes as much room again.
 */
export async function writeMp4File(
  input: RemuxInput,
  handle: FileHandle,
  path: string,
  options: Work,
): Promise<WrittenMedia> {
  const { draft, handle: fragments } = await openDraft(path);
  try {
    await writeFragments(input, fragments, options).finally(() => fragments.close());
    const { signal } = options;
    return await withLocalFile(draft, (file) => layOutFile(file, handle, signal === undefined ? {} : { signal }));
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeFragments({ report, source }: RemuxInput, handle: FileHandle, options: Work): Promise<void> {
  const writer = new FragmentedMp4Writer(waits(report));
  const appender = new Appender(handle);
  let began = 0;
  for (const message of source.metadata) writer.accept(message);
  for await (const messages of sourceMessages(source, options)) {
    for (const message of messages) {
      accept(writer, message);
      if (message.kind === 'data') continue;
      if (message.timestamp - began < FRAGMENT_TIME && !classify(message).isKeyFrame) continue;
      const fragment = writer.takeFragment();
      if (fragment === undefined) continue;
      began = message.timestamp;
      await appender.add([fragment]);
    }
  }
  const last = writer.finish();
  if (last !== undefined) await appender.add([last]);
  if (appender.size === 0) throw new MediaError('no-track', 'there is not one frame that an MP4 can have');
  await appender.flush();
}

function accept(writer: FragmentedMp4Writer, message: MediaMessage): void {
  const verdict = writer.accept(message);
  if (verdict.kind !== 'codec-changed' && verdict.kind !== 'late-track') return;
  const { codec, track } = verdict;
  const what = verdict.kind === 'late-track' ? 'a track begins' : 'the coding changes';
  const where = `${(message.timestamp / 1000).toFixed(3)} s`;
  throw new MediaError(
    'unsupported',
    `${what} at ${where} (${codec}, ${track}), and an MP4 says at its beginning what is in it`,
  );
}

/** Both kinds are waited for if both are there. */
function waits({ streams }: MediaReport): FragmentedMp4Options {
  const has = (kind: string): boolean => streams.some((stream) => stream.kind === kind);
  return { waitLimit: has('video') && has('audio') ? Infinity : 0, waitBytes: WAIT_BYTES };
}
