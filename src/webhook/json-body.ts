import type { WebhookFacts } from './webhook-facts.js';
import { shownClient, shownQuery } from './webhook-facts.js';

/** An event as JSON; what there is nothing of is left out. `duration` is in seconds, `size` in bytes. */
export function jsonBody(facts: WebhookFacts, includeQuery: boolean): string {
  const { event, id, time, place, instance, type, cause, file } = facts;
  return JSON.stringify({
    event,
    id,
    time: new Date(time).toISOString(),
    ...place,
    instance,
    client: clientOf(facts, includeQuery),
    stream: streamOf(facts, includeQuery),
    type,
    cause,
    path: file?.path,
    size: file?.bytes,
    duration: file?.duration === undefined ? undefined : file.duration / 1000,
  });
}

function clientOf({ client }: WebhookFacts, includeQuery: boolean) {
  if (client === undefined) return undefined;
  const { address, protocol, secure, query } = client.facts;
  return {
    id: client.id,
    address,
    protocol,
    secure,
    ...shownClient(client, includeQuery),
    query: includeQuery ? Object.fromEntries(shownQuery(query)) : undefined,
  };
}

function streamOf({ stream }: WebhookFacts, includeQuery: boolean) {
  if (stream === undefined) return undefined;
  const query = includeQuery ? Object.fromEntries(shownQuery(stream.query)) : undefined;
  return { name: stream.name, type: stream.type, query };
}
