import { expect, it, onTestFinished } from 'vitest';
import type { AmfObject } from '../../src/amf/value.js';
import { MediaBatch } from '../../src/media/media-batch.js';
import { MediaMessage } from '../../src/media/media-message.js';
import { Dialer } from '../../src/net/dialer.js';
import { OutgoingAddresses } from '../../src/net/outgoing-addresses.js';
import { systemClock } from '../../src/net/system-clock.js';
import type { OutgoingStream, OutgoingStreamListener } from '../../src/netconnection/client/outgoing-stream.js';
import type { MessageSink } from '../../src/stream/message-sink.js';
import { describeWith } from '../support/foreign-clients.js';
import { aac, avc, describeMedia } from '../support/media-payloads.js';
import { startNginxRtmp } from '../support/nginx-rtmp.js';
import { OutgoingRun } from '../support/outgoing-run.js';
import { ServerProcess } from '../support/server-process.js';

/** A NetStream on a connection that stands, and what came on it: the codes of statuses, and media as lines. */
class RemoteStream implements OutgoingStreamListener {
  readonly heard: string[] = [];
  readonly stream: OutgoingStream;
  #watcher: (() => void) | undefined;

  private constructor(run: OutgoingRun) {
    this.stream = run.connection.stream(this);
  }

  static async on(uri: string): Promise<RemoteStream> {
    const run = new OutgoingRun(new Dialer(new OutgoingAddresses([])), systemClock, { uri });
    await run.tells('NetConnection.Connect.Success');
    return new RemoteStream(run);
  }

  /** Resolves when that came. */
  hears(line: string): Promise<void> {
    return new Promise((resolve) => {
      this.#watcher = () => {
        if (this.heard.includes(line)) resolve();
      };
      this.#watcher();
    });
  }

  status(info: AmfObject): void {
    this.#hear(info.get('code') as string);
  }

  media(message: MediaMessage): void {
    if (message.kind !== 'data') this.#hear(lineOf(message));
  }

  #hear(line: string): void {
    this.heard.push(line);
    this.#watcher?.();
  }
}

const frames = [
  new MediaMessage('video', 0, avc.header('sps')),
  new MediaMessage('audio', 0, aac.header('asc')),
  new MediaMessage('video', 0, avc.key('k0')),
  new MediaMessage('audio', 20, aac.frame('a20')),
  new MediaMessage('video', 40, avc.inter('p40')),
];

function lineOf({ kind, timestamp, payload }: MediaMessage): string {
  return `${kind} ${timestamp} ${describeMedia(kind, payload)}`;
}

/** Publishes over one connection what another plays. */
async function expectThrough(uri: string, name = 'a'): Promise<void> {
  const [publishing, playing] = [await RemoteStream.on(uri), await RemoteStream.on(uri)];
  let sink: MessageSink | undefined;
  publishing.stream.attach((joining) => {
    sink = joining;
    return { isPublished: true, leave: () => undefined };
  });
  publishing.stream.publish(name, 'live');
  await publishing.hears('NetStream.Publish.Start');
  playing.stream.play({ name, start: 'live' });
  await playing.hears('NetStream.Play.Start');
  sink!.write(new MediaBatch(frames));
  await playing.hears('video 40 inter p40');
  // nginx-rtmp sends a sequence header with the first frame that needs it.
  for (const of of ['audio', 'video'] as const) {
    const sent = frames.filter(({ kind }) => kind === of).map(lineOf);
    expect(playing.heard.filter((line) => line.startsWith(of))).toEqual(sent);
  }
}

describeWith(['nginx-rtmp'], 'this server as a client of nginx-rtmp', () => {
  it('publishes there, and plays from there', { timeout: 60_000 }, async () => {
    const { program, port } = await startNginxRtmp();
    onTestFinished(() => program.kill('SIGTERM'));
    await expectThrough(`rtmp://127.0.0.1:${port}/live`);
  });
});

it('this server as a client of another of its kind, in every way that there is', { timeout: 60_000 }, async () => {
  const server = await ServerProcess.start();
  onTestFinished(async () => void (await server.stop()));
  for (const scheme of ['rtmp', 'rtmpe', 'rtmpt', 'rtmpte']) {
    await expectThrough(`${scheme}://127.0.0.1:${server.port}/live`, scheme);
  }
});
