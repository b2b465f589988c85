import type { PublishType } from '../application/hook.js';
import type { RecordingListener } from '../application/recording.js';
import { isRefusal } from '../application/refusal.js';
import { parseStreamName } from '../application/stream-name.js';
import type { LinkStream } from '../link/link-stream.js';
import type { LiveInput } from '../stream/live-input.js';
import type { Dismissal, Publisher } from '../stream/publisher.js';
import { isMetadata } from '../stream/slate-metadata.js';
import type { LinkedPlace } from './linked-clients.js';
import { LiveWord, readLinkedMedia } from './live-wire.js';
import { decodePublicationHeader } from './media-header.js';
import type { PublicationWord } from './publication-wire.js';
import { encodePublicationWord } from './publication-wire.js';

/**
 * Takes what a client of an edge publishes, on a stream of the link: it publishes as that client, which stands here as
 * any other does.
 *
 * @param find the client that the edge calls so, on the same link
 */
export async function servePublication(
  stream: LinkStream,
  find: (client: string) => LinkedPlace | undefined,
): Promise<void> {
  const header = decodePublicationHeader(stream.header);
  const name = header && parseStreamName(header.stream);
  if (header === undefined || name === undefined) return stream.close('bad-header');
  const place = find(header.client);
  const tell = (word: PublicationWord): void => stream.write(encodePublicationWord(word));
  if (place === undefined) {
    tell({ tell: 'unknown-client' });
    return stream.end();
  }
  const { client, instance } = place;
  const publication = new EdgesPublication(client.id, stream, (timeout) => client.connection.isAlive(timeout));
  const recording: RecordingListener = {
    recordingStarted: () => tell({ tell: 'recording-started' }),
    recordingRefused: (refusal) => tell({ tell: 'recording-refused', refusal }),
    recordingEnded: (why) => tell({ tell: 'recording-ended', why }),
  };
  const type = TYPES.find((known) => known === header.type) ?? 'live';
  const input = await instance.publications.publish(client, name, type, publication, recording);
  if (isRefusal(input)) {
    tell({ tell: 'refused', refusal: input });
    return stream.end();
  }
  publication.input = input;
  tell({ tell: 'accepted' });
  stream.start({
    message: (message) => publication.receive(message),
    closed: (reason) => {
      publication.input = undefined;
      instance.publications.unpublish(publication, reason !== 'ended');
    },
  });
}

const TYPES: readonly PublishType[] = ['live', 'record', 'append', 'appendWithGap'];

/** A client of an edge among the publishers. */
class EdgesPublication implements Publisher {
  input: LiveInput | undefined;

  constructor(
    readonly clientId: string,
    private readonly stream: LinkStream,
    readonly isAlive: (timeout: number) => Promise<boolean>,
  ) {}

  dismissed(why: Dismissal): void {
    this.input = undefined;
    const description = 'The stream was taken over by another publisher.';
    const refusal = { rule: `the publisher was dismissed: ${why}`, reason: 'taken', description } as const;
    this.stream.write(encodePublicationWord({ tell: 'refused', refusal }));
    this.stream.end();
  }

  receive(message: Uint8Array): void {
    if (message[0] !== LiveWord.media) return;
    for (const media of readLinkedMedia(message)) {
      if (isMetadata(media)) this.input?.setDataFrame('onMetaData', media);
      else this.input?.receive(media);
    }
  }
}
