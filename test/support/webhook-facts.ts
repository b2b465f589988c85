import type { ClientFacts } from '../../src/application/client.js';
import { Client } from '../../src/application/client.js';
import type { ClientConnection } from '../../src/application/client.js';
import type { SafeName } from '../../src/application/safe-name.js';
import { parseStreamName } from '../../src/application/stream-name.js';
import type { WebhookFacts, WebhookPlace } from '../../src/webhook/webhook-facts.js';

export const webhookPlace: WebhookPlace = { server: 'machine', vhost: '_defaultVHost_', application: 'live' };

/** A client of which only what it says of itself matters. */
export function webhookClient(id = 'client-1', facts: Partial<ClientFacts> = {}): Client {
  const usual: ClientFacts = {
    address: '192.0.2.7',
    port: 50_000,
    protocol: 'rtmp',
    secure: false,
    agent: 'FMLE/3.0',
    isEncoder: true,
    referrer: '',
    pageUrl: 'https://site.example.com/watch',
    uri: 'rtmp://media.example.com/live',
    query: '',
    objectEncoding: 0,
  };
  return new Client(id, { ...usual, ...facts }, undefined as unknown as ClientConnection);
}

/** Somebody who wants to publish `stream`, unless `more` says otherwise. */
export function webhookFacts(more: Partial<WebhookFacts> = {}, stream = 'test'): WebhookFacts {
  return {
    event: 'publish',
    id: 'event-1',
    time: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    place: webhookPlace,
    instance: '_definst_' as SafeName,
    client: webhookClient(),
    stream: parseStreamName(stream)!,
    type: 'live',
    ...more,
  };
}
