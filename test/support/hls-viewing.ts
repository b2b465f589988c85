import Fastify from 'fastify';
import { onTestFinished } from 'vitest';
import type { MediaMessage } from '../../src/media/media-message.js';
import type { HlsOptions } from '../../src/web/hls-options.js';
import { hlsRoutes } from '../../src/web/hls-routes.js';
import type { Conversation } from './conversation.js';
import type { ScriptedClient } from './scripted-client.js';
import { settled } from './settled.js';

/** What a request was answered. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly bytes: Uint8Array;
}

const OPTIONS: HlsOptions = {
  ...{ container: 'fmp4', segmentDuration: 2000, maxSegmentDuration: 10_000, partDuration: 500, windowSegments: 6 },
  ...{ dvrWindow: 0, windowSize: 1e6, recordedSegmentDuration: 2000, recordedCache: 1e6 },
  ...{ viewerTimeout: 30_000, idleTimeout: 10_000 },
};

/** HLS in front of the server of a conversation, without a port. */
export class HlsViewing {
  readonly #http = Fastify();

  constructor(
    private readonly conversation: Conversation,
    options: Partial<HlsOptions> = {},
  ) {
    let ids = 0;
    const dvr = hlsRoutes(this.#http, {
      adaptor: conversation.server.adaptors[0]!.adaptor,
      clock: conversation.clock,
      logger: conversation.log,
      createId: () => `id${++ids}`,
      options: () => ({ ...OPTIONS, ...options }),
    });
    conversation.witnesses.add(dvr);
    onTestFinished(() => this.#close());
  }

  /** All viewers go, and nothing is cut any more. */
  async #close(): Promise<void> {
    for (const { clients } of this.conversation.server.adaptors[0]!.adaptor.virtualHosts.flatMap((host) =>
      [...host.applications.values()].flatMap(({ instances }) => [...instances.values()]),
    )) {
      for (const { facts, connection } of [...clients.values()]) if (facts.protocol === 'hls') connection.disconnect();
    }
    await this.conversation.pass(OPTIONS.idleTimeout);
  }

  async get(url: string): Promise<Answered> {
    const { statusCode: status, rawPayload, payload: text } = await this.#http.inject({ url });
    return { status, text, bytes: new Uint8Array(rawPayload) };
  }

  /** Begins a request, lets everything happen that can, and tells whether there is an answer. */
  async asked(url: string): Promise<{ readonly isAnswered: () => boolean; readonly answer: Promise<Answered> }> {
    let isAnswered = false;
    const answer = this.get(url).finally(() => (isAnswered = true));
    await settled(this.conversation.clock);
    return { isAnswered: () => isAnswered, answer };
  }

  /** Opens `/live/film/index.m3u8` or another master playlist; the folders of its renditions, in their order. */
  async folders(url = '/live/film/index.m3u8'): Promise<string[]> {
    const { text } = await this.get(url);
    const base = url.slice(0, url.lastIndexOf('/') + 1);
    return [...text.matchAll(/^(hls-\S+\/)media\.m3u8$/gm)].map(([, folder]) => base + folder!);
  }
}

/** Publishes messages as they are. */
export async function publish(
  conversation: Conversation,
  publisher: ScriptedClient,
  messages: readonly MediaMessage[],
): Promise<void> {
  for (const { kind, timestamp, payload } of messages) {
    if (kind === 'video') publisher.video(timestamp, payload);
    else publisher.audio(timestamp, payload);
  }
  await publisher.hears();
  await settled(conversation.clock);
}
