import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readAudioHeader } from '../../src/media/audio-header.js';
import { classify } from '../../src/media/classify.js';
import type { MediaMessage } from '../../src/media/media-message.js';
import { readVideoHeader } from '../../src/media/video-header.js';
import { flvMessages } from '../support/flv-reading.js';
import { guidancePresent, MEDIA } from './guidance.js';

const INDEX = join(MEDIA, 'index.json');

/** What an independent scanner counted in a file: messages by codec name, and those with frame type 1. */
interface Entry {
  readonly file: string;
  readonly scan?: {
    readonly video?: Readonly<Record<string, number>>;
    readonly exvideo?: Readonly<Record<string, number>>;
    readonly audio?: Readonly<Record<string, number>>;
    readonly keyframes?: number;
    readonly tags?: Readonly<Record<string, number>>;
  };
}

const LEGACY_AUDIO_NAMES: Readonly<Record<string, string>> = {
  'pcm-ne': 'pcm',
  nelly16: 'nellymoser-16k',
  nelly8: 'nellymoser-8k',
  nelly: 'nellymoser',
  alaw: 'g711a',
  mulaw: 'g711u',
};

const FOUR_CC_CODECS: Readonly<Record<string, string>> = { av01: 'av1', hvc1: 'hevc', Opus: 'opus' };

const VIDEO_PACKETS = ['sequence-header', 'frame', 'sequence-end', 'frame', 'metadata'];
const AUDIO_PACKETS = ['sequence-header', 'frame', 'sequence-end', '', 'multichannel-config'];

function entries(): Entry[] {
  if (!guidancePresent) return [];
  const all = JSON.parse(readFileSync(INDEX, 'utf8')) as Entry[];
  return all.filter(({ file, scan }) => file.endsWith('.flv') && scan?.video !== undefined);
}

function count(into: Map<string, number>, key: string, by = 1): void {
  into.set(key, (into.get(key) ?? 0) + by);
}

/** Counts as the index has them, under our names: codecs of legacy messages, codec and packet of enhanced ones. */
function expectedCounts({ scan }: Entry): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [name, number] of Object.entries(scan?.video ?? {})) {
    count(counts, name === 'info/command' ? 'command' : name, number);
  }
  for (const [name, number] of Object.entries(scan?.exvideo ?? {})) {
    const [code = '', packet = ''] = name.split('/pkt');
    count(counts, `${FOUR_CC_CODECS[code]} ${VIDEO_PACKETS[Number(packet)]}`, number);
  }
  for (const [name, number] of Object.entries(scan?.audio ?? {})) {
    const [, code, packet] = /^ex:(.+) pkt(\d)$/.exec(name) ?? [];
    const [legacy = ''] = name.split(' ');
    const key = code
      ? `${FOUR_CC_CODECS[code]} ${AUDIO_PACKETS[Number(packet)]}`
      : (LEGACY_AUDIO_NAMES[legacy] ?? legacy);
    count(counts, key, number);
  }
  return counts;
}

function ourCounts(messages: readonly MediaMessage[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { kind, payload } of messages) {
    if (kind === 'data' || payload.length === 0) continue;
    const { codec, packet } = kind === 'video' ? readVideoHeader(payload) : readAudioHeader(payload);
    const enhanced = kind === 'video' ? payload[0]! >= 0x80 : payload[0]! >> 4 === 9;
    count(counts, enhanced ? `${codec} ${packet}` : `${codec}`);
    if (packet === 'command') count(counts, packet);
  }
  return counts;
}

const files = entries();

describe.skipIf(!guidancePresent)('headers of published files, as another scanner counted them', () => {
  test.each(files)('$file', (entry) => {
    // The scanner stops at garbage, behind which our parser finds more tags.
    const scanned = Object.values(entry.scan?.tags ?? {}).reduce((sum, tags) => sum + tags, 0);
    const messages = flvMessages(readFileSync(join(MEDIA, entry.file))).slice(0, scanned);
    const sorted = (counts: Map<string, number>) => Object.fromEntries([...counts].sort());
    expect(sorted(ourCounts(messages))).toEqual(sorted(expectedCounts(entry)));
    const marked = messages.filter(
      ({ kind, payload }) => kind === 'video' && readVideoHeader(payload).frameType === 'key',
    );
    expect(marked).toHaveLength(entry.scan?.keyframes ?? 0);
    const configured = marked.filter((message) => classify(message).isSequenceHeader).length;
    const ends = marked.filter(({ payload }) => readVideoHeader(payload).packet === 'sequence-end').length;
    expect(messages.filter((message) => classify(message).isKeyFrame)).toHaveLength(marked.length - configured - ends);
  });

  test('there are many of them, with Enhanced RTMP among them', () => {
    expect(files.length).toBeGreaterThan(60);
    expect(files.filter(({ scan }) => scan?.exvideo !== undefined)).toHaveLength(5);
  });
});
