import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Adaptor } from '../application/adaptor.js';
import type { HeldMedia } from '../application/media-library.js';
import type { Refusal } from '../application/refusal.js';
import { isRefusal } from '../application/refusal.js';
import type { StreamName } from '../application/stream-name.js';
import type { StreamPath } from '../application/stream-path.js';
import type { Logger } from '../log/logger.js';
import type { MediaFile } from '../media/media-file.js';
import type { WebRequest } from '../net/web-request.js';
import { webRequest } from '../net/web-request.js';
import { mediaFailure } from '../netconnection/media-failure.js';
import type { ByteRange } from './byte-range.js';
import { fileAnswer } from './file-answer.js';
import { statusOf } from './refusal-status.js';
import { refuse } from './refuse.js';
import type { WebClientMeans } from './web-client.js';
import { WebClient } from './web-client.js';

/** What the files of recorded media are offered by. */
export interface RecordedFilesEnvironment extends WebClientMeans {
  readonly adaptor: Adaptor;
  readonly logger: Logger;
}

const PROTOCOL = { plain: 'http', secure: 'https' } as const;
/** Bytes that are read at a time. */
const CHUNK = 256 * 1024;

/** A file that a client may have. */
interface GivenFile {
  readonly file: MediaFile;
  readonly release: () => void;
}

/** Recorded media as the files that it is in, whole or in ranges, for whoever the gate lets play it. */
export class RecordedFiles {
  constructor(private readonly environment: RecordedFilesEnvironment) {}

  /** Whether nobody publishes under this name, and there is a file of it; nobody is asked whether it may be had. */
  async has(request: WebRequest, { application, instance: name, stream }: StreamPath): Promise<boolean> {
    const { query, hostName: host, address } = request;
    const instance = await this.environment.adaptor.open({ application, instance: name, query, host }, address);
    if (isRefusal(instance) || instance.isLive(stream)) return false;
    const media = await instance.media.open(stream).catch(() => undefined);
    media?.release();
    return media?.file !== undefined;
  }

  /** Answers a request, GET or HEAD, for the file of that name. */
  async answer({ raw }: FastifyRequest, reply: FastifyReply, path: StreamPath): Promise<FastifyReply> {
    const request = webRequest(raw);
    let end = (): void => undefined;
    const client = new WebClient(PROTOCOL, path, request, this.environment, () => end());
    const given = await this.#give(client, request, path);
    if ('reason' in given) {
      client.leave(given);
      return refuse(reply, statusOf(given), given.description);
    }
    const { file, release } = given;
    client.begins(path.stream);
    const { status, headers, body } = fileAnswer(request.path, file, raw.headers);
    void reply.code(status).headers(headers);
    client.asked();
    end = () => {
      release();
      reply.raw.destroy();
    };
    if (body === undefined || request.method === 'HEAD') {
      end = release;
      client.leave();
      return reply.send();
    }
    reply.raw.once('close', () => client.leave());
    return reply.send(Readable.from(this.#read(client, file, body, path.stream), { objectMode: false }));
  }

  async #give(client: WebClient, request: WebRequest, path: StreamPath): Promise<GivenFile | Refusal> {
    const { adaptor, logger } = this.environment;
    const { application, instance: name, stream } = path;
    const { query, hostName: host, address } = request;
    const instance = await adaptor.open({ application, instance: name, query, host }, address, client.client);
    const refusal = isRefusal(instance) ? instance : ((await client.enter(instance)) ?? (await client.play(stream)));
    if (refusal !== undefined) return this.#refused(client, stream, refusal);
    let media: HeldMedia | undefined;
    try {
      media = isRefusal(instance) ? undefined : await instance.media.open(stream, client.client);
    } catch (error) {
      const { description, reason, cause } = mediaFailure(error, stream);
      logger.warn('the file of a client cannot be read', { stream: stream.name, ...cause });
      return { rule: 'the media cannot be read', reason, description };
    }
    if (media?.file !== undefined && !client.isGone) return { file: media.file, release: () => media.release() };
    media?.release();
    const description = `There is no recorded media of the name ${stream.name}.`;
    return this.#refused(client, stream, { rule: 'no such file', reason: 'not-found', description });
  }

  #refused(client: WebClient, stream: StreamName, refusal: Refusal): Refusal {
    const { rule, reason, description } = refusal;
    const { address } = client.client.facts;
    this.environment.logger.warn('refused a file', { address, stream: stream.name, rule, reason, description });
    return refusal;
  }

  /** Reads on as the client takes it, and as its bandwidth allows it. */
  async *#read(
    client: WebClient,
    file: MediaFile,
    { start, end }: ByteRange,
    stream: StreamName,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    for (let at = start; at <= end && !client.isGone;) {
      const bytes = await file.read(at, Math.min(CHUNK, end - at + 1));
      if (bytes.length === 0) {
        this.environment.logger.warn('a file ended before its end while it was sent', { stream: stream.name });
        throw new Error('the file is shorter than it was');
      }
      await client.send(bytes.length);
      yield bytes;
      at += bytes.length;
    }
  }
}
