import type { LiveStream } from '../stream/live-stream.js';
import type { Dismissal } from '../stream/publisher.js';
import type { Client } from './client.js';
import type { PublishType } from './hook.js';
import type { RecordingListener } from './recording.js';
import type { Refusal } from './refusal.js';
import type { StreamName } from './stream-name.js';

/** What a client publishes on another server. */
export interface RemotePublication {
  /** Takes what the client sends. It is none of the instance: nobody here plays it. */
  readonly live: LiveStream;
  /**
   * The client publishes no more; what was sent to {@link live} is still brought there.
   *
   * @param lost it went without a word, and may come back
   */
  end(lost: boolean): void;
}

/** Takes what the clients of an instance publish to another server, where it is played from. */
export interface RemotePublications {
  /**
   * Asks the other server, which decides.
   *
   * @param recording told of the recording that `type` asks for, which the other server makes
   * @param dismissed called if the other server takes it no more
   */
  publish(
    client: Client,
    stream: StreamName,
    type: PublishType,
    recording: RecordingListener | undefined,
    dismissed: (why: Dismissal) => void,
  ): Promise<RemotePublication | Refusal>;
}
