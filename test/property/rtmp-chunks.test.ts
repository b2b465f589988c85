import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeChunks } from '../../src/rtmp/chunk/encode-chunks.js';
import { buildAggregate, splitAggregate } from '../../src/rtmp/message/aggregate.js';
import { randomPieces } from '../support/arrivals.js';
import { line, openConnection, pattern, readAll, toMessage } from '../support/rtmp-ends.js';

const timestamp = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }),
  fc.constantFrom(0, 0xfffffe, 0xffffff, 0x1000000, 0xffffffff),
);

const media = fc
  .record({
    type: fc.constantFrom(8, 9, 15, 16, 17, 18, 19, 20, 22),
    timestamp,
    messageStreamId: fc.integer({ min: 0, max: 0xffffffff }),
    payload: fc.oneof(fc.nat(300), fc.nat(20_000)).map((size) => pattern(size, size)),
  })
  .map(toMessage);

const chunkSize = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constantFrom(128, 4096, 65_536, 0xffffff));

/** A message by one of the ways out, or a change of the chunk size. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ message: media }) },
  { weight: 2, arbitrary: fc.record({ message: media, chunkStreamId: fc.integer({ min: 2, max: 65_599 }) }) },
  { weight: 1, arbitrary: fc.record({ chunkSize }) },
);

/** Tiny chunks are what is tested here, so that their budget is out of the way. */
const unlimited = { maxSmallChunksPerSecond: Number.MAX_SAFE_INTEGER / 1024 };

describe('what one end writes the other reads', () => {
  test('any messages, chunk sizes, chunk streams and cuts', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.nat(), (steps, seed) => {
        const writer = openConnection();
        const reader = openConnection(unlimited);
        const written = [];
        for (const { message, chunkStreamId, chunkSize } of steps as {
          message?: ReturnType<typeof toMessage>;
          chunkStreamId?: number;
          chunkSize?: number;
        }[]) {
          if (chunkSize !== undefined) writer.setOutChunkSize(chunkSize);
          if (message === undefined) continue;
          if (chunkStreamId === undefined) writer.write(message);
          else writer.writeChunks(encodeChunks({ ...message, chunkStreamId }, writer.outChunkSize));
          written.push(message);
        }
        const read = writer.takeOutput().flatMap((bytes) => readAll(reader, randomPieces(bytes, seed)));
        expect(read.map(line)).toEqual(written.map(line));
        expect(reader.partialSince).toBeUndefined();
      }),
      { numRuns: 150 },
    );
  });

  test('any interleaving of two messages at chunk boundaries', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: 1, max: 300 }),
        timestamp,
        fc.infiniteStream(fc.boolean()),
        (audioSize, videoSize, size, time, turns) => {
          const writer = openConnection();
          const reader = openConnection(unlimited);
          writer.setOutChunkSize(size);
          const audio = toMessage({ type: 8, timestamp: time, messageStreamId: 1, payload: pattern(audioSize) });
          const video = toMessage({ type: 9, timestamp: time, messageStreamId: 1, payload: pattern(videoSize, 5) });
          const queues = [chunksOf(audio, 4, size), chunksOf(video, 6, size)];
          const pieces = writer.takeOutput();
          while (queues.some((queue) => queue.length > 0)) {
            const queue = queues[turns.next().value ? 0 : 1]!;
            const chunk = queue.shift();
            if (chunk) pieces.push(chunk);
          }
          const read = readAll(reader, pieces);
          expect(read.map(line).sort()).toEqual([line(audio), line(video)]);
        },
      ),
      { numRuns: 150 },
    );
  });
});

test('aggregates keep their messages', () => {
  const part = fc
    .record({
      type: fc.constantFrom(8, 9, 18),
      timestamp,
      messageStreamId: fc.constant(1),
      payload: fc.uint8Array({ maxLength: 200 }),
    })
    .map(toMessage);
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 20 }), (messages) => {
      expect(splitAggregate(buildAggregate(messages))).toEqual(messages);
    }),
  );
});

/** The chunks of one message, apart. */
function chunksOf(message: ReturnType<typeof toMessage>, chunkStreamId: number, size: number): Uint8Array[] {
  const run = encodeChunks({ ...message, chunkStreamId }, size);
  const extension = message.timestamp >= 0xffffff ? 4 : 0;
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < run.length;) {
    const next = at + (at === 0 ? 12 : 1) + extension + size;
    chunks.push(run.subarray(at, next));
    at = next;
  }
  return chunks;
}
