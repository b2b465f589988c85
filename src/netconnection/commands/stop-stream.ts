import type { NetStream } from '../net-stream.js';
import { status } from '../status.js';

/** Ends what a stream does and tells its client so: `closeStream`, `publish(false)`, `play(false)`. */
export function stopStream(stream: NetStream): void {
  const { publication, playback, connection } = stream;
  stream.close();
  playback?.notifyStop();
  if (publication === undefined) return;
  const { name } = publication.name;
  const clientid = connection.client.id;
  const info = status('NetStream.Unpublish.Success', `${name} is now unpublished.`, { details: name, clientid });
  connection.send.onStatus(stream.id, info);
}
