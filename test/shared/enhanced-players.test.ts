import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { MediaMessage } from '../../src/media/media-message.js';
import { MessageType } from '../../src/rtmp/message.js';
import { Conversation } from '../support/conversation.js';
import { playerWith, publisherWith } from '../support/enhanced-client.js';
import { flvMessages } from '../support/flv-reading.js';
import { toHex } from '../support/hex.js';
import type { ScriptedClient } from '../support/scripted-client.js';
import { asTwoTracks } from '../support/two-tracks.js';
import { guidancePresent, MEDIA } from './guidance.js';

const files = guidancePresent ? readdirSync(MEDIA).filter((file) => /^(veovera|scuffle)-.*\.flv$/.test(file)) : [];

/** Everything there is of Enhanced RTMP v2, and nothing. */
const KNOWS_ALL = 15;

function mediaOf(file: string): MediaMessage[] {
  return flvMessages(readFileSync(join(MEDIA, file))).filter(({ kind }) => kind !== 'data');
}

const line = (kind: string, timestamp: number, payload: Uint8Array): string => `${kind} ${timestamp} ${toHex(payload)}`;

function lines(messages: readonly MediaMessage[]): string[] {
  return messages.map(({ kind, timestamp, payload }) => line(kind, timestamp, payload));
}

/** What a player hears while the publisher sends `messages`. */
async function replay(messages: readonly MediaMessage[]): Promise<{ able: string[]; unable: string[] }> {
  const conversation = await Conversation.begin();
  const publisher = await publisherWith(conversation, 'stream');
  const [able, unable] = [
    await playerWith(conversation, 'stream', KNOWS_ALL),
    await playerWith(conversation, 'stream'),
  ];
  for (const { kind, timestamp, payload } of messages) {
    if (kind !== 'data') publisher[kind](timestamp, payload);
  }
  return { able: await heard(able), unable: await heard(unable) };
}

async function heard(player: ScriptedClient): Promise<string[]> {
  const messages = (await player.messages()).filter(({ type }) => type !== MessageType.acknowledgement);
  return messages.map(({ type, timestamp, payload }) =>
    line(type === MessageType.audio ? 'audio' : 'video', timestamp, payload),
  );
}

describe.skipIf(!guidancePresent)('files of Enhanced RTMP, published', () => {
  test.each(files)('%s: everybody gets every byte', async (file) => {
    const media = mediaOf(file);
    const { able, unable } = await replay(media);
    expect(able).toEqual(lines(media));
    expect(unable).toEqual(able);
  });

  test.each(files)('%s as track 0 of two: who knows tracks gets both, who does not gets the file', async (file) => {
    const media = mediaOf(file);
    const wrapped = media.map(asTwoTracks);
    expect(lines(wrapped)).not.toEqual(lines(media));
    const { able, unable } = await replay(wrapped);
    expect(able).toEqual(lines(wrapped));
    // Only the frame type of metadata, which means nothing, is another when it was among tracks.
    expect(unable).toEqual(lines(media).map((line) => line.replace(/^(video \d+) d4/, '$1 94')));
  });

  test('there are files of HEVC, AV1, Opus and H.264', () => {
    expect(files).toHaveLength(6);
  });
});
