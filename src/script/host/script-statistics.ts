import type { ApplicationInstance } from '../../application/application-instance.js';
import type { Client } from '../../application/client.js';
import type { Loss } from '../../stream/player-queue.js';
import type { PlainRecord } from '../protocol/bytes.js';

const KILOBYTE = 1024;

/**
 * As Application.getStats has them. Bytes are with everything that RTMP adds.
 *
 * @param servers of the connections that the script made to other servers
 */
export function instanceStatistics(
  instance: ApplicationInstance,
  servers: { readonly received: number; readonly sent: number },
): PlainRecord {
  const { traffic, connects, disconnects } = instance.totals;
  let dropped = 0;
  for (const { totals } of instance.streams.all()) dropped += sum(totals.snapshot.drops);
  return {
    bw_in: Math.round(traffic.received / KILOBYTE),
    bw_out: Math.round(traffic.sent / KILOBYTE),
    bytes_in: traffic.received,
    bytes_out: traffic.sent,
    msg_in: traffic.messagesReceived,
    msg_out: traffic.messagesSent,
    msg_dropped: dropped,
    server_bytes_in: servers.received,
    server_bytes_out: servers.sent,
    total_connects: connects,
    total_disconnects: disconnects,
  };
}

/**
 * As Client.getStats has them. What waits for a client is bytes of all kinds together, which are counted as of video;
 * losses are of the live streams that it plays now.
 */
export function clientStatistics({ id, connection }: Client, instance: ApplicationInstance): PlainRecord {
  const { traffic, roundTrip, queuedBytes } = connection;
  const { drops, bytes } = dropsOf(id, instance);
  return {
    bytes_in: traffic.received,
    bytes_out: traffic.sent,
    msg_in: traffic.messagesReceived,
    msg_out: traffic.messagesSent,
    msg_dropped: sum(drops),
    ping_rtt: roundTrip ?? 0,
    audio_queue_msgs: 0,
    video_queue_msgs: 0,
    so_queue_msgs: 0,
    data_queue_msgs: 0,
    dropped_audio_msgs: drops.audio,
    dropped_video_msgs: sum(drops) - drops.audio,
    audio_queue_bytes: 0,
    video_queue_bytes: queuedBytes,
    so_queue_bytes: 0,
    data_queue_bytes: 0,
    dropped_audio_bytes: bytes.audio,
    dropped_video_bytes: sum(bytes) - bytes.audio,
    bw_out: Math.round(traffic.sent / KILOBYTE),
    bw_in: Math.round(traffic.received / KILOBYTE),
    client_id: id,
  };
}

function dropsOf(
  id: string,
  { streams }: ApplicationInstance,
): { readonly drops: Record<Loss, number>; readonly bytes: Record<Loss, number> } {
  const drops = { disposable: 0, inter: 0, key: 0, audio: 0 };
  const bytes = { disposable: 0, inter: 0, key: 0, audio: 0 };
  for (const { players } of streams.all()) {
    for (const { sink, queue } of players) {
      if (sink.clientId !== id) continue;
      for (const kind of Object.keys(drops) as Loss[]) {
        drops[kind] += queue.drops[kind];
        bytes[kind] += queue.droppedBytes[kind];
      }
    }
  }
  return { drops, bytes };
}

function sum(drops: Readonly<Record<Loss, number>>): number {
  return drops.disposable + drops.inter + drops.key + drops.audio;
}
