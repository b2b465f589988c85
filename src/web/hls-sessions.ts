import type { ApplicationInstance } from '../application/application-instance.js';
import type { Refusal } from '../application/refusal.js';
import { isRefusal } from '../application/refusal.js';
import { renditionsOf } from '../application/rendition-sets.js';
import type { StreamName } from '../application/stream-name.js';
import type { StreamPath } from '../application/stream-path.js';
import type { Logger } from '../log/logger.js';
import type { WebRequest } from '../net/web-request.js';
import { mediaFailure } from '../netconnection/media-failure.js';
import type { HlsContainerChoice } from './hls-container.js';
import type { HlsEnvironment, HlsOptions } from './hls-options.js';
import type { HlsProgramme } from './hls-programme.js';
import { programmesTogether } from './hls-programme.js';
import type { HlsProgrammes } from './hls-programmes.js';
import { HlsSession } from './hls-session.js';
import { WebClient } from './web-client.js';

/** What the way of a viewer is called. */
const PROTOCOL = { plain: 'hls', secure: 'https-hls' } as const;

/** Who views what by HLS. */
export class HlsSessions {
  readonly #sessions = new Map<string, HlsSession>();

  constructor(
    private readonly environment: HlsEnvironment,
    private readonly programmes: HlsProgrammes,
  ) {}

  get options(): HlsOptions {
    return this.environment.options();
  }

  get logger(): Logger {
    return this.environment.logger;
  }

  find(id: string): HlsSession | undefined {
    return this.#sessions.get(id);
  }

  /** Asks whether a viewer may come in and play, and then for what there is. */
  async enter(request: WebRequest, path: StreamPath, container: HlsContainerChoice): Promise<HlsSession | Refusal> {
    const { adaptor, clock, createId, logger } = this.environment;
    const id = createId();
    const client = new WebClient(PROTOCOL, path, request, this.environment, () => {
      this.#sessions.get(id)?.end();
      this.#sessions.delete(id);
    });
    const { address, query, hostName: host } = request;
    const { application, instance: name, stream } = path;
    const instance = await adaptor.open({ application, instance: name, query, host }, address, client.client);
    if (isRefusal(instance)) return this.#refused(client, stream, instance);
    const programme = (await client.enter(instance)) ?? (await this.#programme(client, instance, stream, container));
    if ('reason' in programme) return this.#refused(client, stream, programme);
    client.begins(stream);
    const folder = request.path.slice(0, request.path.lastIndexOf('/'));
    const timeout = (): number => this.options.viewerTimeout;
    const session = new HlsSession(id, folder, client, programme, { clock, timeout });
    this.#sessions.set(id, session);
    logger.info('a viewer of HLS came', { address, client: client.client.id, stream: stream.name });
    return session;
  }

  /** Of the streams that the name stands for, or else of that of the name itself. */
  async #programme(
    client: WebClient,
    instance: ApplicationInstance,
    stream: StreamName,
    container: HlsContainerChoice,
  ): Promise<HlsProgramme | Refusal> {
    const names = renditionsOf(instance.renditions, stream.name) ?? [];
    const found: HlsProgramme[] = [];
    let refusal: Refusal | undefined;
    for (const name of names) {
      const one = await this.#single(client, instance, { ...stream, name }, container);
      if (!('reason' in one)) found.push(one);
      else if (one.reason !== 'not-found') refusal ??= one;
    }
    if (found.length > 0) return programmesTogether(found);
    return refusal ?? this.#single(client, instance, stream, container);
  }

  async #single(
    client: WebClient,
    instance: ApplicationInstance,
    stream: StreamName,
    container: HlsContainerChoice,
  ): Promise<HlsProgramme | Refusal> {
    const refusal = await client.play(stream);
    if (refusal !== undefined) return refusal;
    let programme: HlsProgramme | undefined;
    try {
      programme = await this.programmes.open(instance, stream, client.client, container);
    } catch (error) {
      const { description, reason, cause } = mediaFailure(error, stream);
      this.logger.warn('the media of a viewer cannot be read', { stream: stream.name, ...cause });
      return { rule: 'the media cannot be read', reason, description };
    }
    if (programme === undefined) return noSuch(stream.name);
    if (!client.isGone) return programme;
    programme.release();
    return { rule: 'the viewer is gone', reason: 'failed', description: 'The session has ended.' };
  }

  #refused(client: WebClient, stream: StreamName, refusal: Refusal): Refusal {
    client.leave(refusal);
    const { rule, reason, description } = refusal;
    const { address } = client.client.facts;
    this.logger.warn('refused a viewer of HLS', { address, stream: stream.name, rule, reason, description });
    return refusal;
  }
}

function noSuch(name: string): Refusal {
  const description = `Nobody publishes ${name} at present, and there is no recorded media of that name.`;
  return { rule: 'no such stream', reason: 'not-found', description };
}
