import type * as Client from 'afterglow-media/client';
import type { NetConnection, StatusInfo, VideoPlayer } from 'afterglow-media/client';
import type { StartWay, WayEnd } from './player-way.js';
import { applicationAddress } from './stream-address.js';

const load = (): Promise<typeof Client> => import('afterglow-media/client');

/** Plays RTMP over a WebSocket with the client of this server: what a page does that talks with an application too. */
export const playRtmp: StartWay = (video, address, ended) => {
  let connection: NetConnection | undefined;
  let player: VideoPlayer | undefined;
  let isClosed = false;
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    player?.close();
    connection?.close();
  };
  const end = (why: WayEnd): void => {
    if (isClosed) return;
    close();
    ended(why);
  };
  const { name, query } = address;
  load()
    .then(async (client) => {
      if (isClosed) return;
      connection = new client.NetConnection({ reconnect: false });
      const stream = connection.stream();
      stream.onStatus((info) => {
        const why = endOf(info);
        if (why !== undefined) end(why);
      });
      player = new client.VideoPlayer(stream, video);
      player.onError(({ message }) => end({ kind: 'unplayable', reason: message }));
      connection.onStatus(({ code }) => {
        if (code === 'NetConnection.Connect.Closed')
          end({ kind: 'lost', reason: 'The connection to the server broke.' });
      });
      await connection.connect(applicationAddress(address));
      player.play(query === '' ? name : `${name}?${query}`);
    })
    .catch((error: unknown) => end({ kind: 'lost', reason: error instanceof Error ? error.message : String(error) }));
  return {
    get bytes() {
      return player?.bytes ?? 0;
    },
    get delay() {
      return player?.isRecorded === true ? undefined : player?.ahead;
    },
    close,
  };
};

function endOf({ code, level, description }: StatusInfo): WayEnd | undefined {
  if (code === 'NetStream.Play.UnpublishNotify') {
    return { kind: 'absent', reason: 'The stream is no longer published.' };
  }
  if (code === 'NetStream.Play.StreamNotFound')
    return { kind: 'absent', reason: 'There is no such stream at present.' };
  return level === 'error' ? { kind: 'refused', reason: description } : undefined;
}
