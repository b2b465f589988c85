import { AmfObject } from '../../src/amf/value.js';
import { NetStream } from '../../src/client/index.js';
import type { MediaMessage } from '../../src/media/media-message.js';
import type { OutgoingConnection } from '../../src/netconnection/client/outgoing-connection.js';
import type { OutgoingStreamListener } from '../../src/netconnection/client/outgoing-stream.js';
import type { MediaBatch } from '../../src/media/media-batch.js';

/** A NetStream of the client, and in place of a server what the test says. */
export function fakeNetStream() {
  const stream = new NetStream(() => undefined);
  const written: MediaMessage[] = [];
  const sent: unknown[] = [];
  /** What else it was asked for. */
  const asked: string[] = [];
  let listener: OutgoingStreamListener | undefined;
  const sink = { queuedBytes: 0, write: (batch: MediaBatch) => written.push(...batch.messages) };
  const outgoing = {
    isPublishing: false,
    attach: (join: (to: typeof sink) => void) => join(sink),
    publish: () => undefined,
    play: ({ name }: { name: string }) => asked.push(`play ${name}`),
    pause: (isPaused: boolean, time: number) => asked.push(`${isPaused ? 'pause' : 'resume'} ${time}`),
    seek: (time: number) => asked.push(`seek ${time}`),
    stop: () => undefined,
    send: (...args: unknown[]) => sent.push(args) > 0,
  };
  const connection = {
    stream: (hears: OutgoingStreamListener) => {
      listener = hears;
      return outgoing;
    },
  };
  stream.attach(connection as unknown as OutgoingConnection);
  return {
    stream,
    sink,
    written,
    sent,
    asked,
    /** The server says that it plays a recording. */
    recorded: () => listener!.recorded!(),
    media: (...messages: readonly MediaMessage[]) => messages.forEach((message) => listener!.media!(message)),
    status: (code: string) => {
      outgoing.isPublishing ||= code === 'NetStream.Publish.Start';
      listener!.status(AmfObject.of({ code, level: 'status', description: '' }));
    },
  };
}
