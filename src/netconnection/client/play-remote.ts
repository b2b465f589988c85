import type { AmfObject, AmfValue } from '../../amf/value.js';
import { MediaBatch } from '../../media/media-batch.js';
import type { JoinedStream } from '../../stream/joined-stream.js';
import type { MessageSink } from '../../stream/message-sink.js';
import type { OutgoingConnection } from './outgoing-connection.js';
import type { RemoteItem } from './outgoing-stream.js';

/** After these nothing more is to come of what was asked for. */
const ENDS: ReadonlySet<string> = new Set([
  'NetStream.Play.Stop',
  'NetStream.Play.Complete',
  'NetStream.Play.UnpublishNotify',
]);

/** It cannot be played there. */
const FAILURES: ReadonlySet<string> = new Set([
  'NetStream.Failed',
  'NetStream.Play.Failed',
  'NetStream.Play.StreamNotFound',
  'NetStream.Play.FileStructureInvalid',
  'NetStream.Play.NoSupportedTrackFound',
]);

/** A stream of another server that is played. */
export interface RemotePlay extends JoinedStream {
  /** @param milliseconds that the other server may send ahead, from now on */
  setBufferLength(milliseconds: number): void;
}

/**
 * Plays a stream of another server into a sink, as one that is live, whatever it is there: the `from` of a playlist's item. The sink is told that it is published when the first of it comes, and that
 * it is no longer when it ends; that it ended, when the connection does, or if it cannot be played there.
 *
 * @param refused told why, before the sink, if it cannot be played there
 * @param recorded told when the other server says that it plays a recording
 * @returns by which it is left; the sink is not written to any more
 */
export function playRemote(
  connection: OutgoingConnection,
  item: RemoteItem,
  sink: MessageSink,
  refused?: (description: string) => void,
  recorded?: () => void,
): RemotePlay {
  let isPublished = false;
  const begin = (): void => {
    if (isPublished) return;
    isPublished = true;
    sink.published();
  };
  const end = (): void => {
    if (!isPublished) return;
    isPublished = false;
    sink.unpublished();
  };
  const hear = (info: AmfObject): void => {
    const code = info.get('code');
    if (typeof code !== 'string') return;
    if (code === 'NetStream.Play.PublishNotify') begin();
    else if (ENDS.has(code)) end();
    else if (FAILURES.has(code)) fail(info.get('description'));
  };
  const fail = (why: AmfValue): void => {
    stream.close();
    isPublished = false;
    if (typeof why === 'string' && why !== '') refused?.(why);
    sink.ended('length-reached');
  };
  const stream = connection.stream({
    status: hear,
    playStatus: hear,
    recorded: () => recorded?.(),
    media: (message) => {
      begin();
      sink.write(new MediaBatch([message], true));
    },
    closed: () => {
      isPublished = false;
      sink.ended('length-reached');
    },
  });
  stream.play(item);
  return {
    get isPublished() {
      return isPublished;
    },
    leave: () => stream.close(),
    setBufferLength: (milliseconds) => stream.setBufferLength(milliseconds),
  };
}
