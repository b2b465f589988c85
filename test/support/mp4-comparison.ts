import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { openMp4 } from '../../src/mp4/open-mp4.js';
import { framesOf, playedFrom } from './media-source-reading.js';
import { MemoryMediaFile } from './memory-media-file.js';
import type { ProbedPacket, ProbedTrack } from './mp4-probe.js';
import { probeMp4 } from './mp4-probe.js';

export interface Exceptions {
  /** Codecs, as ffprobe calls them, that a stream cannot carry. */
  readonly leftOut?: readonly string[];
  /** Numbers of samples that the file calls key frames, though ffprobe sees that they are none. */
  readonly falseKeys?: readonly number[];
}

/** Expects every sample that ffprobe finds in a file, with its time, size and bytes. Answers how many there are. */
export async function expectAsProbed(path: string, { leftOut = [], falseKeys = [] }: Exceptions = {}): Promise<number> {
  const tracks = (await probeMp4(path)).filter(({ codec }) => !leftOut.includes(codec));
  const source = await openMp4(new MemoryMediaFile(new Uint8Array(readFileSync(path))));
  const messages = await playedFrom(source, 0);
  const shift = -Math.min(...tracks.map(({ packets }) => packets[0]!.dts));
  expect(tracks.map(({ kind }) => kind)).toEqual(
    (['video', 'audio'] as const).filter((kind) => messages.some((message) => message.kind === kind)),
  );
  for (const { kind, packets } of tracks) {
    const played = framesOf(messages, kind).map(({ dts, pts, isKey, body }) => {
      return { dts, pts, isKey, size: body.length, md5: createHash('md5').update(body).digest('hex') };
    });
    const wanted = expected(kind, packets, shift);
    expect(
      played.map((frame, i) => (kind === 'video' && falseKeys.includes(i) ? { ...frame, isKey: false } : frame)),
      kind,
    ).toEqual(wanted);
  }
  return tracks.reduce((sum, { packets }) => sum + packets.length, 0);
}

/** All begin with 0, as negative times cannot be sent; sound has no composition time. */
function expected(kind: ProbedTrack['kind'], packets: readonly ProbedPacket[], shift: number): ProbedPacket[] {
  return packets.map((packet) => {
    const [dts, pts] = [packet.dts + shift, packet.pts + shift];
    return kind === 'audio' ? { ...packet, dts, pts: dts, isKey: true } : { ...packet, dts, pts };
  });
}
