import type { LiveStream } from '../stream/live-stream.js';
import type { Publisher } from '../stream/publisher.js';
import type { Clock } from '../time/clock.js';
import type { Logger } from '../log/logger.js';
import type { ClearedRecordings } from './clear-recordings.js';
import { clearRecordings } from './clear-recordings.js';
import type { Client } from './client.js';
import type { AccessTrail } from './access-trail.js';
import type { ApplicationPlace } from './application-place.js';
import type { PublishType } from './hook.js';
import type { HookChain } from './hook-chain.js';
import type { RecordingListener } from './recording.js';
import { Recording } from './recording.js';
import type { RecordEnd, RecordingFacts, RecordMode } from './recording-facts.js';
import { recordingNames } from './recording-names.js';
import type { RecordingRules } from './recording-rules.js';
import type { ExistingFile, RecordingContainer, RecordingStore } from './recording-store.js';
import type { RecordingTotals } from './recording-totals.js';
import type { Refusal } from './refusal.js';
import { parseSafeName } from './safe-name.js';
import type { StreamName } from './stream-name.js';
import { matchesPattern } from './text-pattern.js';

/** How a recording is to be made that a script or the console asks for. */
export interface RecordRequest {
  /** Default `record`. */
  readonly mode?: RecordMode;
  /** Template of the name of the file; the name of the stream if there is none. */
  readonly name?: string;
  readonly container?: RecordingContainer;
  /**
   * Milliseconds and bytes; default: as it is configured. `cap` is as much as a request may have, which bounds what is asked
   * for too.
   */
  readonly maxDuration?: number | 'cap';
  readonly maxSize?: number | 'cap';
  /** Each write waits for the disk itself, whatever is configured. */
  readonly syncWrite?: boolean;
}

/** A publication that begins. */
export interface Published {
  /** Undefined for the server itself. */
  readonly client: Client | undefined;
  readonly stream: StreamName;
  readonly type: PublishType;
  readonly publisher: Publisher;
  /** It takes the stream now, or with its next key frame; else it waits for that. */
  readonly isNext: boolean;
}

/** What recordings need of their instance. */
export interface RecordingsMeans {
  readonly clock: Clock;
  readonly hooks: HookChain;
  readonly logger: Logger;
  readonly totals: RecordingTotals;
  readonly trail: AccessTrail;
  readonly rules: () => RecordingRules;
  readonly store: () => RecordingStore;
  /** The stream of that name; it is joined in the same turn. */
  readonly open: (stream: StreamName) => LiveStream;
  /** A recording has left that stream. */
  readonly left: (live: LiveStream) => void;
}

interface Entry {
  readonly recording: Recording;
  /** Whose end ends it. */
  publisher: Publisher | undefined;
}

/** The recordings of an application instance. */
export class Recordings {
  readonly #entries = new Set<Entry>();
  /** Those that have ended and are not on the disk yet. */
  readonly #finishing = new Set<Recording>();

  constructor(
    private readonly place: ApplicationPlace,
    private readonly means: RecordingsMeans,
  ) {}

  /** Those that run now. */
  get active(): readonly Recording[] {
    return [...this.#entries].map(({ recording }) => recording);
  }

  /** Records what was published as its publisher wants it, and as it is configured; called before its first media. */
  published(publication: Published, listener: RecordingListener | undefined): void {
    const { type, stream, isNext } = publication;
    const rules = this.means.rules();
    if (type !== 'live') this.#record(publication, type, listener, rules);
    else if (isNext) this.#stop(stream, 'publisher', 'unpublished');
    if (type === 'live' && rules.eraseOnPublish && this.#of(stream).length === 0) void this.#erase(stream, rules);
    const isConfigured = rules.streams.some((pattern) => matchesPattern(pattern, stream.name));
    if (!isConfigured || this.#of(stream).some(({ recording }) => recording.facts.cause === 'configuration')) return;
    const mode = rules.existing === 'append' || rules.existing === 'appendWithGap' ? rules.existing : 'record';
    const facts = this.#facts(publication, mode, 'configuration');
    this.#start(facts, rules.existing, rules.name, containerOf(stream, rules), rules, undefined);
  }

  /** A publication is over; what it published is all there. */
  unpublished(publisher: Publisher, lost: boolean): void {
    if (lost) return;
    for (const entry of [...this.#entries]) if (entry.publisher === publisher) entry.recording.stop('unpublished');
  }

  /** Nobody publishes the stream any more, whatever players are shown. */
  interrupted(live: LiveStream): void {
    for (const { recording } of [...this.#entries]) if (recording.live === live) recording.stop('unpublished');
  }

  /**
   * Records a stream, in mid-stream or before anybody publishes it, until {@link stop}. Undefined if it is being recorded
   * by request already.
   */
  start(stream: StreamName, request: RecordRequest = {}, listener?: RecordingListener): Recording | undefined {
    if (this.#of(stream).some(({ recording }) => recording.facts.cause === 'request')) return undefined;
    const rules = this.means.rules();
    const {
      mode = 'record',
      container = containerOf(stream, rules),
      name = '{stream}',
      maxDuration,
      maxSize,
      syncWrite = false,
    } = request;
    const limits = {
      ...rules.limits,
      maxDuration: requested(maxDuration, rules.limits.maxDuration, rules.caps.maxDuration),
      maxSize: requested(maxSize, rules.limits.maxSize, rules.caps.maxSize),
    };
    const facts: RecordingFacts = { place: this.place, stream, mode, cause: 'request', client: undefined };
    return this.#start(facts, existingFor(mode), name, container, { ...rules, limits }, listener, syncWrite).recording;
  }

  /** Ends the recording that was asked for with {@link start}; false if there is none. */
  stop(stream: StreamName): boolean {
    return this.#stop(stream, 'request', 'stopped');
  }

  /** Resolves when all that is recorded of a stream is on the disk; with false if nothing is, or it never will be. */
  async flush(stream: StreamName): Promise<boolean> {
    const flushed = await Promise.all(this.#of(stream).map(({ recording }) => recording.flush()));
    return flushed.length > 0 && flushed.every(Boolean);
  }

  /** Deletes the recording of that name; false if there is none, or if it is in use. */
  erase(stream: StreamName): Promise<boolean> {
    return this.#erase(stream, this.means.rules());
  }

  /** Deletes what a script means by a path: see `clearRecordings`. */
  clear(path: string): Promise<ClearedRecordings> {
    return clearRecordings(this.means.store(), this.place.name, this.means.rules().container, path);
  }

  /** Resolves when what was recorded of a stream and has ended is on the disk; at once if nothing is under way. */
  async written(stream: StreamName): Promise<void> {
    const ended = [...this.#finishing].filter(({ isActive, facts }) => !isActive && facts.stream.name === stream.name);
    await Promise.all(ended.map(({ finished }) => finished));
  }

  /** Ends all of them. Resolves when they are on the disk. */
  async close(): Promise<void> {
    for (const { recording } of [...this.#entries]) recording.stop('stopped');
    await Promise.all([...this.#finishing].map(({ finished }) => finished));
  }

  #record(
    publication: Published,
    mode: RecordMode,
    listener: RecordingListener | undefined,
    rules: RecordingRules,
  ): void {
    const { stream, publisher } = publication;
    if (!rules.byPublishers) return listener?.recordingRefused(notAllowed);
    const present = this.#of(stream).find(({ recording }) => recording.facts.cause === 'publisher');
    if (present !== undefined) {
      // It takes over from a publisher before: what that recorded goes on.
      present.publisher = publisher;
      present.recording.listener = listener;
      listener?.recordingStarted();
      return;
    }
    const facts = this.#facts(publication, mode, 'publisher');
    const { maxDuration, maxSize } = rules.limits;
    const limits = {
      ...rules.limits,
      maxDuration: Math.min(maxDuration, listener?.limits?.maxDuration ?? Infinity),
      maxSize: Math.min(maxSize, listener?.limits?.maxSize ?? Infinity),
    };
    const container = containerOf(stream, rules);
    const entry = this.#start(facts, existingFor(mode), '{stream}', container, { ...rules, limits }, listener);
    entry.publisher = publisher;
  }

  #start(
    facts: RecordingFacts,
    existing: ExistingFile,
    template: string,
    container: RecordingContainer,
    { limits }: RecordingRules,
    listener: RecordingListener | undefined,
    syncWrite = false,
  ): Entry {
    const { clock, hooks, logger, totals, trail, store, open, left } = this.means;
    const [application = ''] = this.place.path.split('/');
    const { stem: stream, extension } = fileOf(facts.stream, container);
    const name = recordingNames(template, { application, instance: this.place.name, stream }, clock.date());
    const wish = { instance: this.place.name, container, extension, existing, name, syncWrite };
    const means = {
      ...{ clock, hooks, logger, totals, trail },
      store: store(),
      left: (recording: Recording) => {
        this.#forget(recording);
        left(recording.live);
      },
    };
    const recording = new Recording(facts, open(facts.stream), wish, limits, means, listener);
    const entry: Entry = { recording, publisher: undefined };
    if (recording.isActive) this.#entries.add(entry);
    this.#finishing.add(recording);
    void recording.finished.finally(() => this.#finishing.delete(recording));
    return entry;
  }

  #forget(recording: Recording): void {
    for (const entry of this.#entries) if (entry.recording === recording) this.#entries.delete(entry);
  }

  #stop(stream: StreamName, cause: RecordingFacts['cause'], why: RecordEnd): boolean {
    const entry = this.#of(stream).find(({ recording }) => recording.facts.cause === cause);
    entry?.recording.stop(why);
    return entry !== undefined;
  }

  #of({ type, name }: StreamName): Entry[] {
    return [...this.#entries].filter(({ recording: { facts } }) => {
      return facts.stream.name === name && facts.stream.type === type;
    });
  }

  #facts({ client, stream }: Published, mode: RecordMode, cause: RecordingFacts['cause']): RecordingFacts {
    return { place: this.place, stream, mode, cause, client };
  }

  async #erase(stream: StreamName, rules: RecordingRules): Promise<boolean> {
    const { stem, extension } = fileOf(stream, containerOf(stream, rules));
    const name = parseSafeName(stem);
    return name !== undefined && (await this.means.store().erase(this.place.name, name, extension));
  }
}

const notAllowed: Refusal = {
  rule: 'application.streamManager.recording.byPublishers: false',
  reason: 'denied',
  description: 'Publishers may not record here; the stream is live.',
};

/** As Flash Media Server has it: a request goes beyond what is configured, and not beyond the cap. */
function requested(wish: number | 'cap' | undefined, configured: number, cap: number): number {
  if (wish === undefined) return Math.min(configured, cap);
  return wish === 'cap' ? cap : Math.min(wish, cap);
}

function existingFor(mode: RecordMode): ExistingFile {
  return mode === 'record' ? 'replace' : mode;
}

/** That of the prefix or the extension of the name; else the one that is configured. */
function containerOf({ type, name }: StreamName, rules: RecordingRules): RecordingContainer {
  if (type === 'mp4') return 'mp4';
  return FLV_NAME.test(name) ? 'flv' : rules.container;
}

const FLV_NAME = /^(.+)\.(flv)$/i;
const MP4_NAME = /^(.+)\.(mp4|f4v|m4v|mov)$/i;

/** What the file of a stream is called: an extension that the name has already is that of the file. */
function fileOf(
  { name }: StreamName,
  container: RecordingContainer,
): { readonly stem: string; readonly extension: string } {
  const [, stem = name, extension = container] = (container === 'mp4' ? MP4_NAME : FLV_NAME).exec(name) ?? [];
  return { stem, extension: extension.toLowerCase() };
}
