import { shownAddress } from '../application/shown-address.js';
import { accessStatus } from './access-status.js';
import type { LoggedEvent, LoggedEventName } from './logged-event.js';
import type { LogTime } from './log-time.js';
import { shownQuery } from './shown-query.js';

/** What a line says besides its event. */
export interface AccessSurroundings {
  readonly time: LogTime;
  readonly pid: number;
  /** Of this machine. */
  readonly serverAddress: string;
  /** Percent of a core, and of the machine's memory. */
  readonly load: () => { readonly cpu: number; readonly memory: number };
  /** Parameters of queries whose values are shown. */
  readonly shownParameters: ReadonlySet<string>;
}

type Field = (event: LoggedEvent, surroundings: AccessSurroundings) => string | number | undefined;

const CATEGORY = {
  server: ['server-start', 'server-stop'],
  vhost: ['vhost-start', 'vhost-stop'],
  application: ['app-start', 'app-stop'],
  session: ['connect-pending', 'connect', 'connect-continue', 'disconnect'],
  stream: [
    ...(['publish', 'publish-continue', 'unpublish', 'play', 'play-continue', 'pause', 'unpause', 'seek'] as const),
    ...(['codec', 'codecchange', 'stop', 'start-transmit', 'stop-transmit', 'record', 'recordstop'] as const),
  ],
  authorization: ['auth-connect', 'auth-publish', 'auth-play', 'auth-record'],
} as const satisfies Record<string, readonly LoggedEventName[]>;

const categories = new Map(
  Object.entries(CATEGORY).flatMap(([category, events]) => events.map((event) => [event as string, category])),
);

const isSent: ReadonlySet<string> = new Set([
  ...['play', 'play-continue', 'pause', 'unpause', 'seek', 'stop', 'start-transmit', 'stop-transmit'],
]);

/** Fields of FMS that nothing can be said in here: logs that are configured for it keep their columns. */
const NOTHING_TO_SAY = () => undefined;

/** The fields that a line can have, in the words of FMS, and what is in them; undefined where there is nothing to say. */
export const ACCESS_FIELDS = {
  'x-event': ({ event }) => event,
  'x-category': ({ event }) => categories.get(event),
  date: (_, { time }) => time.date,
  time: (_, { time }) => time.time,
  tz: (_, { time }) => time.zone,
  'x-ctx': ({ refusal, why, codec, stream, place }) =>
    refusal?.rule ?? why ?? codec?.name ?? stream?.name ?? place.application,
  's-ip': (_, { serverAddress }) => serverAddress,
  'x-pid': (_, { pid }) => pid,
  'x-cpu-load': (_, { load }) => load().cpu,
  'x-mem-load': (_, { load }) => load().memory,
  'x-adaptor': ({ place }) => place.adaptor,
  'x-vhost': ({ place }) => place.virtualHost,
  'x-app': ({ place }) => place.application,
  'x-appinst': ({ place }) => place.instance,
  'x-duration': ({ duration }) => (duration === undefined ? undefined : Math.round(duration / 1000)),
  'x-status': (event) => accessStatus(event),
  'c-ip': ({ client }) => client?.facts.address,
  'c-port': ({ client }) => client?.facts.port,
  'c-proto': ({ client }) => client?.facts.protocol,
  's-uri': ({ client }) => uriOf(client),
  'cs-uri-stem': ({ client }) => uriOf(client),
  'cs-uri-query': ({ client }, { shownParameters }) => client && shownQuery(client.facts.query, shownParameters),
  'c-referrer': ({ client }) => client && shownAddress(client.facts.referrer),
  'x-page-url': ({ client }) => client && shownAddress(client.facts.pageUrl),
  'c-user-agent': ({ client }) => client?.facts.agent,
  'c-client-id': ({ client }) => client?.id,
  'c-connect-type': ({ client }) => client && (client.facts.via === undefined ? 'normal' : 'virtual'),
  'cs-bytes': ({ client }) => client?.connection.traffic.received,
  'sc-bytes': ({ client }) => client?.connection.traffic.sent,
  'x-sname': ({ stream }) => stream?.name,
  'x-sname-query': ({ stream }, { shownParameters }) => stream && shownQuery(stream.query, shownParameters),
  'x-suri-query': ({ stream }, { shownParameters }) => stream && shownQuery(stream.query, shownParameters),
  'x-suri-stem': (event) => streamUri(event),
  'x-suri': (event, { shownParameters }) => {
    const query = shownQuery(event.stream?.query ?? '', shownParameters);
    return query === '' ? streamUri(event) : `${streamUri(event)}?${query}`;
  },
  'cs-stream-bytes': ({ event, streamBytes }) => (isSent.has(event) ? undefined : streamBytes),
  'sc-stream-bytes': ({ event, streamBytes }) => (isSent.has(event) ? streamBytes : undefined),
  'x-file-name': ({ file }) => file?.path,
  'x-file-ext': ({ stream }) => stream?.type,
  'x-file-size': ({ file }) => file?.bytes,
  'x-file-length': ({ file }) => (file?.duration === undefined ? undefined : file.duration / 1000),
  'x-spos': ({ position }) => position,
  'c-spos': ({ position }) => position,
  'x-codec_type': ({ codec }) => codec?.kind,
  'x-codec_value': ({ codec }) => codec?.id,
  'x-comment': ({ refusal }) => refusal?.description,
  'c-proto-ver': NOTHING_TO_SAY,
  'x-sc-qos-bytes': NOTHING_TO_SAY,
  'x-sid': NOTHING_TO_SAY,
  'x-eid': NOTHING_TO_SAY,
  'x-plugin': NOTHING_TO_SAY,
  'x-service-name': NOTHING_TO_SAY,
  'x-soffset': NOTHING_TO_SAY,
  'x-trans-sname': NOTHING_TO_SAY,
  'x-trans-sname-query': NOTHING_TO_SAY,
  'x-trans-file-ext': NOTHING_TO_SAY,
  'x-trans-mode': NOTHING_TO_SAY,
  'x-smax-rec-size': NOTHING_TO_SAY,
  'x-smax-rec-duration': NOTHING_TO_SAY,
  'x-forwarded-for': NOTHING_TO_SAY,
} as const satisfies Record<string, Field>;

/** The name of a field. */
export type AccessField = keyof typeof ACCESS_FIELDS;

/** What most want to know, in the order of FMS. */
export const USUAL_FIELDS: readonly AccessField[] = [
  ...(['x-event', 'x-category', 'date', 'time', 'tz', 'x-ctx', 'x-pid', 'x-adaptor', 'x-vhost'] as const),
  ...(['x-app', 'x-appinst', 'x-duration', 'x-status', 'c-ip', 'c-proto', 'cs-uri-stem', 'c-referrer'] as const),
  ...(['x-page-url', 'c-user-agent', 'c-client-id', 'cs-bytes', 'sc-bytes', 'x-sname', 'x-file-ext'] as const),
  ...(['x-file-size', 'x-file-length', 'x-spos', 'cs-stream-bytes', 'sc-stream-bytes'] as const),
];

/** All of them, for the configuration. */
export const ACCESS_FIELD_NAMES = Object.keys(ACCESS_FIELDS) as [AccessField, ...AccessField[]];

/** The events, for the configuration. */
export const ACCESS_EVENT_NAMES = Object.values(CATEGORY).flat() as [LoggedEventName, ...LoggedEventName[]];

function uriOf(client: LoggedEvent['client']): string | undefined {
  return client && shownAddress(client.facts.uri);
}

function streamUri({ client, stream }: LoggedEvent): string | undefined {
  if (stream === undefined) return undefined;
  const name = stream.type === 'flv' ? stream.name : `${stream.type}:${stream.name}`;
  return client === undefined ? name : `${uriOf(client)}/${name}`;
}

/** What is said again by another event: that somebody waits, how it was decided, that media is sent. */
const TWICE = /^(?:connect-pending|auth-.*|.*-transmit)$/;

/** What is told of unless events are chosen. */
export const USUAL_EVENTS: readonly LoggedEventName[] = ACCESS_EVENT_NAMES.filter((name) => !TWICE.test(name));
