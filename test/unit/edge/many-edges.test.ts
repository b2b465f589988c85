import { expect, onTestFinished, test } from 'vitest';
import type { ApplicationInstance } from '../../../src/application/application-instance.js';
import { serveFile } from '../../../src/edge/file-service.js';
import { LinkedFile } from '../../../src/edge/linked-file.js';
import { encodeHeader } from '../../../src/edge/media-header.js';
import { SharedReads } from '../../../src/edge/shared-reads.js';
import { BLOCK_SIZE, BlockCache } from '../../../src/storage/block-cache.js';
import { CachedFile } from '../../../src/storage/cached-file.js';
import { LinkPair } from '../../support/link-pair.js';
import { MemoryMediaFile } from '../../support/memory-media-file.js';
import { RecordingLogger } from '../../support/recording-logger.js';

const EDGES = 8;
const PLAYERS = 50;
const header = encodeHeader({ app: 'vod', tcUrl: 'rtmp://origin/vod', stream: 'film', virtualKey: '' });

/** A file on a disk that answers when it is told to. */
class SlowFile extends MemoryMediaFile {
  readonly #waiting: (() => void)[] = [];

  get waiting(): number {
    return this.#waiting.length;
  }

  override async read(offset: number, length: number): Promise<Uint8Array> {
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return super.read(offset, length);
  }

  answer(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

interface Edge {
  readonly pair: LinkPair;
  readonly cache: BlockCache;
  readonly file: CachedFile;
}

async function edgeOf(origin: MemoryMediaFile, reads: SharedReads): Promise<Edge> {
  const open = () => Promise.resolve({ source: {}, file: origin, place: '/film.flv', size: origin.size, release });
  const release = (): void => undefined;
  const find = () => Promise.resolve({ media: { open } } as unknown as ApplicationInstance);
  const means = { find, logger: new RecordingLogger(), reads };
  const pair = new LinkPair({ onStream: (stream) => void serveFile(stream, 'edge', means) });
  onTestFinished(async () => {
    pair.initiator.line.close();
    await pair.carry();
  });
  const opening = LinkedFile.open({
    ...{ clock: pair.clock, timeout: 5000, random: () => 1 },
    open: () => Promise.resolve(pair.initiator.line.open('file', header)),
  });
  await pair.carry();
  const cache = new BlockCache(() => 1 << 30, undefined);
  const file = new CachedFile((await opening)!, cache);
  file.hold();
  return { pair, cache, file };
}

test('many edges with many players that want the same block at once make the origin read it once', async () => {
  const origin = new SlowFile(Uint8Array.from({ length: BLOCK_SIZE + 10 }, (_, at) => at % 251));
  const reads = new SharedReads();
  const edges: Edge[] = [];
  for (let count = 0; count < EDGES; count++) edges.push(await edgeOf(origin, reads));
  const carry = async (): Promise<void> => {
    for (let round = 0; round < 3; round++) for (const { pair } of edges) await pair.carry();
  };
  const playing = edges.flatMap(({ file }) => Array.from({ length: PLAYERS }, () => file.read(100, 1000)));
  await carry();
  expect(origin.waiting).toBe(1);
  origin.answer();
  await carry();
  const expected = Uint8Array.from({ length: 1000 }, (_, at) => (at + 100) % 251);
  for (const bytes of await Promise.all(playing)) expect(bytes).toEqual(expected);
  expect(origin.reads).toBe(1);
  for (const { cache } of edges) {
    expect(cache.statistics).toMatchObject({ fetched: 1, fetchedBytes: BLOCK_SIZE, memoryHits: PLAYERS - 1 });
  }

  // What was read is not kept: another block is read, and one that is over is read anew for an edge that comes later.
  const late = await edgeOf(origin, reads);
  edges.push(late);
  const [other, again] = [edges[0]!.file.read(BLOCK_SIZE, 10), late.file.read(0, 10)];
  await carry();
  expect(origin.waiting).toBe(2);
  origin.answer();
  await carry();
  expect([(await other).length, (await again).length]).toEqual([10, 10]);
});

test('a read that fails fails for those who wait for it, and is tried anew for others', async () => {
  let fails = true;
  class Failing extends MemoryMediaFile {
    override read(offset: number, length: number): Promise<Uint8Array> {
      return fails ? Promise.reject(new Error('the disk is gone')) : super.read(offset, length);
    }
  }
  const file = new Failing(Uint8Array.of(1, 2, 3));
  const reads = new SharedReads();
  const both = await Promise.allSettled([reads.read(file, 0, 3), reads.read(file, 0, 3)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fails = false;
  expect(await reads.read(file, 0, 3)).toEqual(Uint8Array.of(1, 2, 3));
});
