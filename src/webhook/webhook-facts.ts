import type { Client } from '../application/client.js';
import { withoutKeys } from '../application/key-text.js';
import { queryParameters } from '../application/query-parameters.js';
import type { RecordedFile } from '../application/recording-facts.js';
import type { SafeName } from '../application/safe-name.js';
import type { StreamName } from '../application/stream-name.js';
import { splitQuery } from '../application/stream-name.js';
import type { WebhookEvent } from './webhook-options.js';

/** Where an application is. */
export interface WebhookPlace {
  /** The name of the machine. */
  readonly server: string;
  readonly vhost: string;
  readonly application: string;
}

/** What happened, before anybody says how it is written. */
export interface WebhookFacts {
  readonly event: WebhookEvent;
  /** Unique; the same each time the event is sent. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly place: WebhookPlace;
  readonly instance: SafeName;
  readonly client?: Client | undefined;
  readonly stream?: StreamName;
  /** How it is published or recorded: `live`, `record`, `append`, `appendWithGap`. */
  readonly type?: string;
  /** Why there is a recording, or why it ended. */
  readonly cause?: string;
  readonly file?: Pick<RecordedFile, 'path'> & Partial<RecordedFile>;
}

/** What a client says of itself, in what is told to others: cut to a length, and without what may be secret. */
export interface ShownClient {
  readonly flashVer: string;
  readonly swfUrl: string;
  readonly pageUrl: string;
  readonly tcUrl: string;
}

const MAX_TEXT = 1024;
/** Parameters of a query that are passed on. */
const MAX_PARAMETERS = 50;

export function shownClient({ facts }: Client, includeQuery: boolean): ShownClient {
  const shown = (text: string) => (includeQuery ? text : withoutKeys(text)).slice(0, MAX_TEXT);
  const address = (url: string) => shown(includeQuery ? url : splitQuery(url.replace(/\/\/[^/@]*@/, '//')).before);
  return {
    flashVer: shown(facts.agent),
    swfUrl: address(facts.referrer),
    pageUrl: address(facts.pageUrl),
    tcUrl: address(facts.uri),
  };
}

/** Name and value of the parameters in a query. */
export function shownQuery(query: string): [string, string][] {
  return [...queryParameters(query)]
    .slice(0, MAX_PARAMETERS)
    .map(([name, value]) => [name.slice(0, MAX_TEXT), value.slice(0, MAX_TEXT)]);
}
