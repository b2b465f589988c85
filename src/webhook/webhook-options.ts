/** What a webhook hears of; the first four are questions, and the answers decide. */
export const webhookEvents = [
  'connect',
  'publish',
  'play',
  'record',
  'disconnect',
  'unpublish',
  'stop',
  'done',
  'recordStart',
  'recordSegment',
  'recordDone',
  'serverPublish',
  'serverUnpublish',
] as const;

export type WebhookEvent = (typeof webhookEvents)[number];

/** An event that somebody waits for the answer to. */
export type WebhookQuestion = 'connect' | 'publish' | 'play' | 'record';

/** `form` is what nginx-rtmp sends. */
export type WebhookFormat = 'json' | 'form';

/** One address that is asked and told. */
export interface WebhookOptions {
  /** `http:` or `https:`. */
  readonly url: URL;
  readonly events: ReadonlySet<WebhookEvent>;
  readonly format: WebhookFormat;
  /** Milliseconds for an answer; for a question all attempts together. */
  readonly timeout: number;
  /** What an unanswered question means. */
  readonly onFailure: 'allow' | 'deny';
  /** How often an event is sent again that was not taken. */
  readonly retries: number;
  /** Whether what clients append to addresses and names of streams is sent too; there may be a key in it. */
  readonly includeQuery: boolean;
  /** The secret to sign with, as it is now; undefined for no signature. Rejects if there should be one. */
  readonly secret: (() => Promise<string>) | undefined;
}

/** What all of them go by. */
export interface WebhookLimits {
  /** Questions, and events, that are under way at a time to one address. */
  readonly concurrency: number;
  /** How often a question is asked again that had no answer, within its time. */
  readonly questionRetries: number;
  /** Questions that wait for their turn; one more has failed. */
  readonly maxQuestions: number;
  /** Events that wait; of more the oldest is dropped. */
  readonly maxEvents: number;
  /** Failures in a row after which an address counts as dead, and milliseconds until it is tried again. */
  readonly deadAfter: number;
  readonly deadFor: number;
  /** Milliseconds before the first repetition of a question and of an event; doubled each time, up to the last. */
  readonly questionPause: number;
  readonly eventPause: number;
  readonly maxPause: number;
}

export const webhookLimits: WebhookLimits = {
  concurrency: 16,
  questionRetries: 2,
  maxQuestions: 1000,
  maxEvents: 1000,
  deadAfter: 5,
  deadFor: 5_000,
  questionPause: 100,
  eventPause: 1_000,
  maxPause: 60_000,
};

/** How an address is shown in logs and metrics: its query may hold a secret. */
export function shownUrl({ origin, pathname }: URL): string {
  return origin + pathname;
}
