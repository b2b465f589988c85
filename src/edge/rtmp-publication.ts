import type { AmfObject } from '../amf/value.js';
import type { PublishType } from '../application/hook.js';
import type { Refusal, RefusalReason } from '../application/refusal.js';
import type { OutgoingMeans } from '../netconnection/client/outgoing-connection.js';
import { OutgoingConnection } from '../netconnection/client/outgoing-connection.js';
import type { RtmpAddress } from '../netconnection/client/rtmp-address.js';
import type { EndPublication, PublicationListener } from './edge-publication.js';

/** What is published at a server that speaks RTMP and nothing else. */
export interface RtmpPublication {
  readonly address: RtmpAddress;
  /** As it is said there. */
  readonly name: string;
  readonly type: PublishType;
}

/**
 * Publishes at a server by RTMP, over a connection of its own.
 *
 * @returns what ends it
 */
export function publishByRtmp(
  { address, name, type }: RtmpPublication,
  means: OutgoingMeans,
  listener: PublicationListener,
): EndPublication {
  const connection = new OutgoingConnection({ address, objectEncoding: 0 }, means, {
    status: () => undefined,
    call: () => Promise.resolve({ answer: 'absent' }),
  });
  const stream = connection.stream({
    status: (info) => hear(info, listener),
    closed: () => listener.lost('the connection to the origin is over'),
  });
  stream.attach((sink) => {
    listener.accepted(sink);
    // The listener leaves the stream itself.
    return { isPublished: true, leave: () => undefined };
  });
  stream.publish(name, type);
  return (lost) => {
    if (!lost) stream.close();
    connection.close();
  };
}

function hear(info: AmfObject, listener: PublicationListener): void {
  const [code, description] = [info.get('code'), info.get('description')];
  if (typeof code !== 'string') return;
  const text = typeof description === 'string' ? description : 'The origin refuses.';
  const reason = REASONS.get(code);
  const refusal: Refusal = { rule: `origin: ${code}`, reason: reason ?? 'failed', description: text };
  const { recording } = listener;
  if (code === 'NetStream.Record.Start') recording?.recordingStarted();
  else if (code === 'NetStream.Record.Stop') recording?.recordingEnded('stopped');
  else if (code.startsWith('NetStream.Record.')) recording?.recordingRefused(refusal);
  else if (reason !== undefined) listener.refused(refusal);
}

/** After these the origin takes nothing more. */
const REASONS: ReadonlyMap<string, RefusalReason> = new Map([
  ['NetStream.Publish.BadName', 'taken'],
  ['NetStream.Publish.Denied', 'denied'],
  ['NetStream.Failed', 'failed'],
  ['NetStream.Unpublish.Success', 'failed'],
]);
