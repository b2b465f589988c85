import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { HeldMedia } from '../application/media-library.js';
import { parseStreamName } from '../application/stream-name.js';
import type { LinkStream } from '../link/link-stream.js';
import { MediaError } from '../media/media-error.js';
import type { MediaFile } from '../media/media-file.js';
import type { RemoteFileFacts } from '../storage/remote-file.js';
import type { FileRequest } from './file-wire.js';
import { decodeFileRequest, encodeFileAnswer, MAX_READ } from './file-wire.js';
import type { MediaServiceMeans } from './live-service.js';
import { decodeMediaHeader } from './media-header.js';
import type { SharedReads } from './shared-reads.js';

export interface FileServiceMeans extends MediaServiceMeans {
  /** Of all edges. */
  readonly reads: SharedReads;
}

/**
 * Gives a file of recorded media to an edge, on a stream of its link, as long as the edge wants it. What cannot be
 * played here is not given out. Requests are served one after the other: a stream of its own for each file is what
 * keeps one from holding up another. Edges that ask for the same at a time are given what was read once.
 */
export async function serveFile(stream: LinkStream, edge: string, means: FileServiceMeans): Promise<void> {
  const header = decodeMediaHeader(stream.header);
  const name = header && parseStreamName(header.stream);
  const instance = header && (await means.find(header));
  if (header === undefined || name === undefined || instance === undefined) return stream.close('not-found');
  let found: HeldMedia | undefined;
  try {
    found = await instance.media.open(name, { virtualKey: header.virtualKey });
  } catch (error) {
    if (!(error instanceof MediaError)) throw error;
    means.logger.warn('an edge asked for media that cannot be read', { stream: name.name, edge, error });
    return stream.close('unplayable');
  }
  const media = found;
  const file = media?.file;
  if (media === undefined || file === undefined) {
    media?.release();
    return stream.close('not-found');
  }
  const { place } = media;
  if (stream.isClosed) return media.release();
  const facts = (): RemoteFileFacts => factsOf(file, place);
  stream.write(...encodeFileAnswer({ tell: 'facts', id: 0, facts: facts() }));
  stream.start({
    message: async (message) => {
      const request = decodeFileRequest(message);
      if (request === undefined) return;
      const { id } = request;
      try {
        const answer = await serve(request, file, facts, means.reads);
        stream.write(...encodeFileAnswer(answer));
      } catch (error) {
        means.logger.warn('a file could not be read for an edge', { file: place, edge, error });
        stream.write(...encodeFileAnswer({ tell: 'failure', id, why: 'the origin cannot read the file any more' }));
      }
    },
    closed: () => media.release(),
  });
}

async function serve(request: FileRequest, file: MediaFile, facts: () => RemoteFileFacts, reads: SharedReads) {
  const { id } = request;
  if (request.ask === 'refresh') {
    await file.refresh();
    return { tell: 'facts', id, facts: facts() } as const;
  }
  const { offset, length } = request;
  if (!Number.isSafeInteger(offset) || offset < 0 || length > MAX_READ) {
    return { tell: 'failure', id, why: `${length} bytes at ${offset} are not given out` } as const;
  }
  return { tell: 'bytes', id, bytes: await reads.read(file, offset, length) } as const;
}

/** No path leaves the server, but the name of the file does: what it is may be told by its ending only. */
function factsOf({ version, size, isGrowing }: MediaFile, place: string): RemoteFileFacts {
  const hash = createHash('sha256').update(place).digest('hex').slice(0, 16);
  return { key: `${hash}/${basename(place)}`, version, size, isGrowing };
}
