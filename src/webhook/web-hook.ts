import type { Client } from '../application/client.js';
import type { Awaitable, Hook } from '../application/hook.js';
import type { Refusal } from '../application/refusal.js';
import type { RecordingFacts } from '../application/recording-facts.js';
import type { SafeName } from '../application/safe-name.js';
import type { Logger } from '../log/logger.js';
import type { Clock } from '../time/clock.js';
import type { WebhookEndpoint } from './webhook-endpoint.js';
import type { WebhookFacts, WebhookPlace } from './webhook-facts.js';
import type { WebhookEvent, WebhookQuestion } from './webhook-options.js';

export interface WebHookMeans {
  readonly clock: Clock;
  readonly createId: () => string;
  readonly logger: Logger;
}

type Told = Omit<WebhookFacts, 'event' | 'id' | 'time' | 'place'>;

/**
 * Asks and tells the addresses that an application has.
 *
 * @param endpoints as they are now; asked in their order, and the first refusal decides
 */
export function webHook(place: WebhookPlace, endpoints: () => readonly WebhookEndpoint[], means: WebHookMeans): Hook {
  const instances = new WeakMap<Client, SafeName>();

  return {
    name: 'webhooks',
    onConnect(client, { name: instance }) {
      instances.set(client, instance);
      return ask('connect', { client, instance });
    },
    onDisconnect: (client, { name: instance }) => tell('disconnect', { client, instance }),
    onPublish: (client, stream, type) => ask('publish', { ...of(client), stream, type }),
    onUnpublish(client, stream) {
      tell('unpublish', { ...of(client), stream });
      tell('done', { ...of(client), stream });
    },
    onPlay: (client, stream) => ask('play', { ...of(client), stream }),
    mayPlay: () => (listeners('play').length === 0 ? undefined : notAsked),
    onStop(client, stream) {
      tell('stop', { ...of(client), stream });
      tell('done', { ...of(client), stream });
    },
    onServerPublish: ({ name: instance }, stream) => tell('serverPublish', { instance, stream }),
    onServerUnpublish: ({ name: instance }, stream) => tell('serverUnpublish', { instance, stream }),
    onRecord: (recording) => ask('record', recordingOf(recording)),
    onRecordStart: (recording, path) => tell('recordStart', { ...recordingOf(recording), file: { path } }),
    onRecordSegment: (recording, file) => tell('recordSegment', { ...recordingOf(recording), file }),
    onRecordStop(recording, file, cause) {
      tell('recordDone', { ...recordingOf(recording), cause, ...(file === undefined ? {} : { file }) });
    },
  };

  function of(client: Client): Told {
    const instance = instances.get(client);
    if (instance === undefined) throw new Error('this client has not been connected');
    return { client, instance };
  }

  function ask(event: WebhookQuestion, told: Told): Awaitable<Refusal | undefined> {
    const asked = listeners(event);
    return asked.length === 0 ? undefined : askAll(asked, { ...told, ...heading(event), place });
  }

  async function askAll(asked: readonly WebhookEndpoint[], facts: WebhookFacts): Promise<Refusal | undefined> {
    for (const endpoint of asked) {
      const verdict = await endpoint.ask(facts);
      if (verdict.is === 'yes') continue;
      const { shown, options } = endpoint;
      if (verdict.is === 'no') {
        const description = verdict.description ?? `You may not ${facts.event} here.`;
        return { rule: `application.hooks: ${shown}: ${verdict.because}`, reason: 'denied', description };
      }
      const { onFailure } = options;
      const fields = { url: shown, event: facts.event, client: facts.client?.id, because: verdict.because, onFailure };
      means.logger.warn('a webhook gave no answer', fields);
      if (onFailure === 'deny') return failed(shown, verdict.because);
    }
    return undefined;
  }

  function tell(event: WebhookEvent, told: Told): void {
    const hearing = listeners(event);
    if (hearing.length === 0) return;
    const facts = { ...told, ...heading(event), place };
    for (const endpoint of hearing) endpoint.tell(facts);
  }

  function listeners(event: WebhookEvent): readonly WebhookEndpoint[] {
    return endpoints().filter(({ options }) => options.events.has(event));
  }

  function heading<Event extends WebhookEvent>(event: Event) {
    return { event, id: means.createId(), time: means.clock.date() };
  }
}

function recordingOf({ place, stream, mode, cause, client }: RecordingFacts): Told {
  return { instance: place.name, stream, type: mode, cause, client };
}

/** It takes a question to find out. */
const notAsked: Refusal = {
  rule: 'application.hooks: addresses are asked when something is to be played',
  reason: 'denied',
  description: 'The application has not been asked.',
};

function failed(shown: string, because: string): Refusal {
  const rule = `application.hooks: ${shown} gave no answer (${because}), and onFailure is deny`;
  return { rule, reason: 'failed', description: 'The application failed to answer.' };
}
