import { rmSync, statSync, truncateSync, utimesSync } from 'node:fs';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { ApplicationInstance } from '../../../src/application/application-instance.js';
import type { HeldMedia } from '../../../src/application/media-library.js';
import type { SafeName } from '../../../src/application/safe-name.js';
import type { StreamName } from '../../../src/application/stream-name.js';
import { liveName, parseStreamName } from '../../../src/application/stream-name.js';
import { serveFile } from '../../../src/edge/file-service.js';
import type { LinkedFileMeans } from '../../../src/edge/linked-file.js';
import { LinkedFile } from '../../../src/edge/linked-file.js';
import { encodeHeader } from '../../../src/edge/media-header.js';
import { RemoteLibrary } from '../../../src/edge/remote-library.js';
import { SharedReads } from '../../../src/edge/shared-reads.js';
import { BLOCK_SIZE, BlockCache } from '../../../src/storage/block-cache.js';
import { DiskCache } from '../../../src/storage/disk-cache.js';
import { FileDescriptions } from '../../../src/storage/file-descriptions.js';
import { LinkPair } from '../../support/link-pair.js';
import { MediaFolders } from '../../support/media-folders.js';
import { settled } from '../../support/settled.js';

const MEDIA = 'apps/vod/media';
const INSTANCE = '_definst_' as SafeName;

let origin: MediaFolders;
let edge: MediaFolders;
let pair: LinkPair;
let cache: BlockCache;
/** Bytes of blocks in memory, and on the disk. */
let budget: number;
let library: RemoteLibrary;
let disk: DiskCache;
/** `name key` of what the origin was asked for. */
let asked: string[];

beforeEach(() => {
  [origin, edge] = [new MediaFolders(), new MediaFolders()];
  asked = [];
  pair = newPair();
  budget = 1 << 30;
  start();
  onTestFinished(() => expect(origin.sources.counts.sources).toBe(0));
  onTestFinished(async () => {
    pair.initiator.line.close();
    await pair.carry();
    await pair.carry();
  });
});

/** Makes the edge anew, as after a restart: what it knows is on its disk. */
function start(sources = edge.sources): void {
  disk = new DiskCache(
    () => edge.path('cache'),
    () => budget,
    pair.clock,
    edge.log,
  );
  cache = new BlockCache(() => budget, disk);
  const meansOf = (stream: StreamName, virtualKey = ''): LinkedFileMeans => {
    const header = encodeHeader({ app: 'vod', tcUrl: 'rtmp://origin/vod', stream: liveName(stream), virtualKey });
    const open = () => Promise.resolve(pair.initiator.line.open('file', header));
    return { open, clock: pair.clock, timeout: 5000, random: () => 1 };
  };
  library = new RemoteLibrary({
    ...{ cache, descriptions: new FileDescriptions(disk), place: () => 'vod', sources, logger: edge.log },
    origin: {
      file: (_instance, stream, virtualKey) => {
        asked.push(`${liveName(stream)} ${virtualKey ?? '-'}`);
        return LinkedFile.open(meansOf(stream, virtualKey));
      },
      fetched: () => Promise.resolve(undefined),
      knownFile: (_instance, stream, virtualKey, facts) => LinkedFile.known(meansOf(stream, virtualKey), facts),
    },
  });
}

function newPair(): LinkPair {
  const media = origin.library();
  const instance = {
    media: {
      open: (name: Parameters<typeof media.open>[1], { virtualKey }: { virtualKey?: string }) =>
        media.open(INSTANCE, name, virtualKey),
    },
  };
  const reads = new SharedReads();
  const find = () => Promise.resolve(instance as unknown as ApplicationInstance);
  return new LinkPair({ onStream: (stream) => void serveFile(stream, 'edge', { find, logger: origin.log, reads }) });
}

/** Waits for it while the link carries what there is. */
async function carried<Result>(promise: Promise<Result>): Promise<Result> {
  let isOver = false;
  promise.then(
    () => (isOver = true),
    () => (isOver = true),
  );
  while (!isOver) await pair.carry();
  return promise;
}

async function open(name: string, virtualKey?: string): Promise<HeldMedia | undefined> {
  const media = await carried(library.open(INSTANCE, parseStreamName(name)!, virtualKey));
  if (media !== undefined) onTestFinished(() => media.release());
  return media;
}

async function text(media: HeldMedia | undefined, offset = 0, length = media?.file?.size ?? 0): Promise<string> {
  return new TextDecoder().decode(await carried(media!.file!.read(offset, length)));
}

test('what the origin has is opened by what it is, and read from wherever', async () => {
  origin.write([`${MEDIA}/film.mp3`, 'ID3 tune'], [`${MEDIA}/a.flv`, `FLV${'x'.repeat(3 * BLOCK_SIZE)}end`]);
  const film = await open('mp3:film');
  expect(film?.source.format).toBe('mp3');
  expect(await text(film)).toBe('ID3 tune');
  expect(film?.place).toMatch(/^[0-9a-f]{16}\/film\.mp3$/);
  const long = await open('a');
  expect(await text(long, 3 * BLOCK_SIZE + 3, 100)).toBe('end');
});

test('what the origin does not have is not there', async () => {
  expect(await open('nothing')).toBeUndefined();
  expect(asked).toEqual(['nothing -']);
});

test('many who play one file fetch it once, and keep one file open at the origin', async () => {
  origin.write([`${MEDIA}/a.flv`, 'FLV a']);
  const all = await Promise.all(Array.from({ length: 20 }, () => open('a', 'A')));
  expect(new Set(all.map((media) => media?.source)).size).toBe(1);
  for (const media of all) expect(await text(media)).toBe('FLV a');
  expect(cache.statistics).toMatchObject({ fetched: 1, fetchedBytes: 5 });
  expect(origin.sources.counts.sources).toBe(1);
  for (const media of all) media?.release();
  await pair.carry();
  await pair.carry();
  expect(origin.sources.counts.sources).toBe(0);
  expect(asked).toHaveLength(20);
});

test('a file that has changed is another one for who opens it, and fails for who has the old one open', async () => {
  const path = origin.write([`${MEDIA}/a.flv`, `FLV${'x'.repeat(2 * BLOCK_SIZE)}`]);
  budget = 0;
  const before = await open('a');
  truncateSync(path, 0);
  origin.write([`${MEDIA}/a.flv`, 'FLV new']);
  utimesSync(path, 1000, 1000);
  expect(await text(await open('a'))).toBe('FLV new');
  await expect(text(before, 2 * BLOCK_SIZE, 3)).rejects.toMatchObject({ name: 'OriginError', code: 'changed' });
});

test('while the link is down what was fetched is there, and what was not comes when the link is back', async () => {
  const path = origin.write([`${MEDIA}/a.flv`, `FLV${'x'.repeat(BLOCK_SIZE)}end`]);
  const media = await open('a');
  await text(media, 0, 3);
  expect(statSync(path).size).toBe(BLOCK_SIZE + 6);
  pair.initiator.bytes.hangUp();
  pair.acceptor.bytes.hangUp();
  await pair.carry();
  expect(await text(media, 0, 3)).toBe('FLV');
  const missing = media!.file!.read(BLOCK_SIZE + 3, 3);
  await pair.carry();
  pair.clock.advance(250);
  await pair.carry();
  const broken = pair;
  pair = newPair();
  broken.clock.advance(500);
  expect(new TextDecoder().decode(await carried(missing))).toBe('end');
});

test('a file that is known is opened while the origin cannot be asked', async () => {
  origin.write([`${MEDIA}/a.flv`, 'FLV a']);
  const first = await open('a');
  await text(first);
  first?.release();
  pair.initiator.bytes.hangUp();
  pair.acceptor.bytes.hangUp();
  await pair.carry();
  expect(await text(await open('a'))).toBe('FLV a');
  expect(await open('b')).toBeUndefined();
  expect(edge.log.at('warn').map(({ message }) => message)).toEqual([
    'recorded media cannot be had: the origin does not answer',
  ]);
});

test('what is on the disk is played after a restart, though the origin cannot be asked', async () => {
  const gone = origin.write([`${MEDIA}/a.flv`, 'FLV a'], [`${MEDIA}/b.flv`, 'FLV b']);
  for (const name of ['a', 'b']) {
    const media = await open(name);
    await text(media);
    media?.release();
  }
  // One of them is gone when somebody asks again.
  rmSync(gone);
  expect(await open('a')).toBeUndefined();
  await settled(pair.clock);
  await disk.close();
  pair.initiator.bytes.hangUp();
  pair.acceptor.bytes.hangUp();
  await pair.carry();
  start(new MediaFolders().sources);
  expect(await text(await open('b'))).toBe('FLV b');
  expect(cache.statistics).toMatchObject({ diskHits: 1, fetched: 0 });
  expect(await open('a')).toBeUndefined();
});

test('a file that is gone at the origin since it was opened fails where it was not fetched', async () => {
  const path = origin.write([`${MEDIA}/a.flv`, 'FLV a']);
  const media = await open('a');
  rmSync(path);
  // It is open there still.
  expect(await text(media)).toBe('FLV a');
});
