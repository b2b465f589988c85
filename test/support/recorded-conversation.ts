import { MediaMessage } from '../../src/media/media-message.js';
import { encodeData } from '../../src/rtmp/message/data.js';
import { messageStreamId } from '../../src/rtmp/message.js';
import type { Conversation } from './conversation.js';
import { FakeSource, film } from './fake-source.js';
import type { ScriptedClient } from './scripted-client.js';

/** A client that knows seek frames, as Flash Player says of itself, and has so many NetStreams. */
export async function recordedPlayer(conversation: Conversation, streams = 1): Promise<ScriptedClient> {
  const client = conversation.client();
  client.connect('live', { videoFunction: 1 });
  for (let i = 0; i < streams; i++) client.command('createStream', 2 + i);
  await client.hears();
  return client;
}

/** Whether a line of a transcript is audio or video that is not empty. */
export function isMedia(line: string): boolean {
  return /^(?:audio|video)/.test(line) && !line.endsWith('empty');
}

/** The audio and video of what a client hears. */
export async function sees(client: ScriptedClient): Promise<string[]> {
  return (await client.hears()).filter(isMedia);
}

/** A data message without arguments. */
export function dataMessage(name: string, time: number): MediaMessage {
  const { payload } = encodeData({ values: [name], encoding: 'amf0' }, messageStreamId(1));
  return new MediaMessage('data', time, payload);
}

/** What comes before recorded media is looked for. */
export const BEGIN = [
  'StreamIsRecorded@1',
  'StreamBegin@1',
  'onStatus@1 NetStream.Play.Reset',
  'onStatus@1 NetStream.Play.Start',
];
/** What comes before media that begins at `time`. */
export const dataFrom = (time: number): string[] => [
  'data@1 0 |RtmpSampleAccess false false',
  `audio@1 ${time} empty`,
  'data@1 0 onStatus NetStream.Data.Start',
  `data@1 ${time} onMetaData`,
];
/** What comes behind the last message of the last item. */
export const END = ['data@1 0 onPlayStatus NetStream.Play.Complete', 'onStatus@1 NetStream.Play.Stop', 'StreamEOF@1'];

/** Two frames of each kind a second, and metadata. */
export function movie(duration: number, gop = 1000, label = ''): FakeSource {
  const source = new FakeSource(film({ duration, gop, frame: 500, sound: 500, label }));
  source.metadata = [dataMessage('onMetaData', 0)];
  return source;
}

/** Lets time pass in steps, as reading takes turns of the event loop. */
export async function passing(conversation: Conversation, milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 250) await conversation.pass(250);
}
