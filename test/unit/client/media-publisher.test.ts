import { expect, it, onTestFinished, vi } from 'vitest';
import { MediaPublisher } from '../../../src/client/index.js';
import type { EncodedChunkLike } from '../../../src/client/web-codecs-like.js';
import { packetsOf } from '../../../src/media/stream-packet.js';
import { fakeNetStream } from '../../support/fake-net-stream.js';
import { AAC, AVC } from '../../support/mp4-stream.js';

interface Raw {
  readonly timestamp: number;
  readonly displayWidth?: number;
  readonly displayHeight?: number;
  readonly sampleRate?: number;
  readonly numberOfChannels?: number;
}

/** Puts encoders that need no browser into the place of WebCodecs; tracks give what the test pushes. */
function fakeWebCodecs(supported: (codec: string) => boolean) {
  const pushes = new Map<string, (raw: Raw) => void>();
  const closed: number[] = [];
  const encoder = (description: Uint8Array | undefined) =>
    class {
      static isConfigSupported = ({ codec }: { codec: string }) => Promise.resolve({ supported: supported(codec) });
      state = 'configured';
      encodeQueueSize = 0;
      #isFirst = true;
      constructor(private readonly setup: { output(chunk: EncodedChunkLike, metadata?: object): void }) {}
      configure(): void {
        return;
      }
      close(): void {
        this.state = 'closed';
      }
      encode({ timestamp }: Raw, { keyFrame }: { keyFrame: boolean }): void {
        const chunk: EncodedChunkLike = {
          ...{ type: keyFrame ? 'key' : 'delta', timestamp, byteLength: 3 },
          copyTo: (bytes) => bytes.fill(7),
        };
        this.setup.output(chunk, this.#isFirst && description ? { decoderConfig: { description } } : {});
        this.#isFirst = false;
      }
    };
  vi.stubGlobal('VideoEncoder', encoder(AVC));
  vi.stubGlobal('AudioEncoder', encoder(supported('mp4a.40.2') ? AAC : undefined));
  vi.stubGlobal(
    'MediaStreamTrackProcessor',
    class {
      readonly readable: ReadableStream<object>;
      constructor({ track }: { track: { kind: string } }) {
        this.readable = new ReadableStream({
          start: (controller) => {
            pushes.set(track.kind, (raw) => {
              controller.enqueue({ ...raw, close: () => closed.push(raw.timestamp) });
            });
          },
        });
      }
    },
  );
  onTestFinished(() => void vi.unstubAllGlobals());
  const media = { getVideoTracks: () => [{ kind: 'video' }], getAudioTracks: () => [{ kind: 'audio' }] };
  const push = async (kind: string, raw: Raw): Promise<void> => {
    pushes.get(kind)!(raw);
    // What encoders answer takes some turns.
    await vi.waitFor(() => expect(closed).toContain(raw.timestamp));
    closed.length = 0;
  };
  return { media, push };
}

const picture = (seconds: number) => ({ timestamp: seconds * 1e6, displayWidth: 640, displayHeight: 360 });
const sound = (seconds: number) => ({ timestamp: seconds * 1e6, sampleRate: 48_000, numberOfChannels: 2 });

function open(supported: (codec: string) => boolean = () => true) {
  const server = fakeNetStream();
  const { media, push } = fakeWebCodecs(supported);
  const publisher = new MediaPublisher(server.stream, media);
  const errors: string[] = [];
  publisher.onError(({ code, message }) => errors.push(`${code}: ${message}`));
  onTestFinished(() => publisher.close());
  publisher.publish('mine');
  /** `video header`, `video key`, `audio frame`: what was written. */
  const written = () =>
    server.written.splice(0).flatMap((message) =>
      packetsOf(message).map(({ codec, isConfiguration, isKeyFrame, kind }) => {
        return `${codec} ${isConfiguration ? 'header' : kind === 'video' && isKeyFrame ? 'key' : 'frame'}`;
      }),
    );
  return { server, push, publisher, errors, written };
}

it('publishes H.264 and AAC when the server agrees, with a key frame every two seconds', async () => {
  const { server, push, written } = open();
  server.status('NetStream.Publish.Start');
  for (const seconds of [10, 11, 12.1]) await push('video', picture(seconds));
  await push('audio', sound(700));
  expect(written()).toEqual(['avc header', 'avc key', 'avc frame', 'avc key', 'aac header', 'aac frame']);
  expect(server.sent).toMatchObject([['@setDataFrame', 'onMetaData', {}]]);
});

it('begins both at the time at which they came, whatever their clocks say', async () => {
  const { server, push } = open();
  server.status('NetStream.Publish.Start');
  await push('video', picture(10));
  await push('audio', sound(700));
  await push('audio', sound(700.5));
  const [first, second] = server.written.slice(-2).map(({ timestamp }) => timestamp);
  expect(second! - first!).toBe(500);
  expect(first).toBeLessThan(60_000);
});

it('publishes Opus where there is no AAC', async () => {
  const { server, push, written } = open((codec) => codec !== 'mp4a.40.2');
  server.status('NetStream.Publish.Start');
  await push('audio', sound(0));
  expect(written()).toEqual(['opus header', 'opus frame']);
});

it('says what the browser cannot encode, and publishes the rest', async () => {
  const { server, push, written, errors } = open((codec) => !codec.startsWith('avc1'));
  server.status('NetStream.Publish.Start');
  for (const seconds of [0, 0.04]) await push('video', picture(seconds));
  await push('audio', sound(0));
  expect(written()).toEqual(['aac header', 'aac frame']);
  expect(errors).toEqual(['unsupported: This browser does not encode H.264.']);
});

it('begins again with headers and a key frame when the connection was made anew', async () => {
  const { server, push, written } = open();
  server.status('NetStream.Publish.Start');
  await push('video', picture(1));
  written();
  server.status('NetStream.Publish.Start');
  await push('video', picture(1.04));
  expect(written()).toEqual(['avc header', 'avc key']);
});

it('leaves pictures out when the network does not follow', async () => {
  const { server, push, publisher, written } = open();
  server.status('NetStream.Publish.Start');
  await push('video', picture(0));
  written();
  server.sink.queuedBytes = 200_000;
  await push('video', picture(0.04));
  expect([written(), publisher.leftOut]).toEqual([[], 1]);
});

it('says where it cannot be', () => {
  const media = { getVideoTracks: () => [], getAudioTracks: () => [] };
  expect(() => new MediaPublisher(fakeNetStream().stream, media)).toThrow(/WebCodecs/);
});
