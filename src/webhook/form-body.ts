import type { WebhookFacts } from './webhook-facts.js';
import { shownClient, shownQuery } from './webhook-facts.js';
import type { WebhookEvent } from './webhook-options.js';

/** nginx-rtmp's words for our events; it has none for questions before recordings, nor for what it publishes itself. */
const CALLS: Readonly<Record<WebhookEvent, string>> = {
  connect: 'connect',
  publish: 'publish',
  play: 'play',
  record: 'record',
  disconnect: 'disconnect',
  unpublish: 'publish_done',
  stop: 'play_done',
  done: 'done',
  recordStart: 'record_started',
  recordSegment: 'record_done',
  recordDone: 'record_done',
  serverPublish: 'server_publish',
  serverUnpublish: 'server_publish_done',
};

/** Names that never come from a client, be they sent with an event or not. */
const OURS: ReadonlySet<string> = new Set([
  ...['call', 'app', 'flashver', 'swfurl', 'tcurl', 'pageurl', 'addr', 'clientid', 'epoch', 'name', 'type', 'path'],
  ...['recorder', 'start', 'duration', 'reset', 'time', 'timestamp', 'vhost', 'server', 'instance', 'size', 'cause'],
]);

/** Names that every backend reads as they are written: PHP makes arrays of brackets and cuts others short. */
const PLAIN_NAME = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * An event as nginx-rtmp posts it (ngx_rtmp_notify_module): `call`, `addr`, `clientid`, `app`, …, and then the
 * parameters that the client appended, if these are wanted. Those that would take the place of ours are left out.
 */
export function formBody(facts: WebhookFacts, includeQuery: boolean): string {
  const { event, place, instance, client, stream, type, cause, file } = facts;
  const fields = new Map<string, string>([['app', place.application]]);
  if (client !== undefined) {
    const { flashVer, swfUrl, tcUrl, pageUrl } = shownClient(client, includeQuery);
    const { address } = client.facts;
    const told = { flashver: flashVer, swfurl: swfUrl, tcurl: tcUrl, pageurl: pageUrl, addr: address };
    for (const [name, value] of Object.entries({ ...told, clientid: client.id })) fields.set(name, value);
  }
  fields.set('call', CALLS[event]);
  if (stream !== undefined) fields.set('name', stream.name);
  if (type !== undefined) fields.set('type', type);
  if (file !== undefined) fields.set('recorder', '').set('path', file.path);
  if (file?.bytes !== undefined) fields.set('size', `${file.bytes}`);
  if (file?.duration !== undefined) fields.set('duration', `${file.duration / 1000}`);
  if (cause !== undefined) fields.set('cause', cause);
  fields.set('vhost', place.vhost).set('server', place.server).set('instance', instance);
  for (const query of includeQuery ? [stream?.query, client?.facts.query] : []) {
    for (const [name, value] of shownQuery(query ?? '')) {
      const isFree = PLAIN_NAME.test(name) && !OURS.has(name.toLowerCase()) && !fields.has(name);
      if (isFree) fields.set(name, value);
    }
  }
  return new URLSearchParams([...fields]).toString();
}
