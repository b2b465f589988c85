import type { ApplicationInstance } from './application-instance.js';

/** A target sends a live stream of this server to another; a source takes one from there. */
export type RestreamKind = 'target' | 'source';

/** Who asked for it. What the configuration asks for is changed there; at run time it is only switched off and on. */
export type RestreamAuthor = 'configuration' | 'api' | 'script';

/** The application instance whose streams it is about. */
export interface RestreamPlace {
  readonly adaptor: string;
  readonly virtualHost: string;
  readonly application: string;
  readonly instance: string;
}

/**
 * - `idle`: a source that nobody plays, and that is taken when somebody does
 * - `connecting`: the other server is looked for, or asked
 * - `running`: media goes over
 * - `waiting`: it failed, and is tried again
 */
export type RestreamState = 'idle' | 'connecting' | 'running' | 'waiting';

/** How one stream fares on its way to or from the other server. Counts begin when the way was first tried. */
export interface RestreamRun {
  /** The live stream of this server. */
  readonly stream: string;
  readonly state: RestreamState;
  /** Since when (milliseconds since 1970 UTC). */
  readonly since: number;
  /** While it waits: when it is tried again (milliseconds since 1970 UTC). */
  readonly retryAt: number | undefined;
  /** Attempts that failed in a row; 0 while it runs. */
  readonly failures: number;
  /** Why it failed last, and when, also when it runs again. Without keys. */
  readonly failure: { readonly at: number; readonly why: string } | undefined;
  /** How often media began to go over. */
  readonly starts: number;
  /** Of audio, video and data. */
  readonly messages: number;
  readonly bytes: number;
  /** Bytes per second, lately. */
  readonly rate: number;
  /** Frames that a target did not get because it was too slow. */
  readonly lost: number;
  /** Bytes that wait to be sent to a target. */
  readonly queuedBytes: number;
}

/** A target or a source as it is now. */
export interface RestreamSnapshot {
  readonly id: string;
  readonly kind: RestreamKind;
  readonly author: RestreamAuthor;
  readonly place: RestreamPlace;
  readonly enabled: boolean;
  /** The live stream here; of a target, `*` stands for any characters: all streams that match are sent. */
  readonly stream: string;
  /** `rtmp://host[:port]/application[/instance]` without its query, which may hold a key. */
  readonly url: string;
  /** Whether the stream has a name of its own there, which is not shown: it is a key more often than not. */
  readonly named: boolean;
  /** Of a source: taken only while somebody plays it. */
  readonly onDemand: boolean;
  /** One for each stream that is on its way; none of a target of which nothing is published. */
  readonly runs: readonly RestreamRun[];
}

/** A target or a source to be. */
export interface NewRestream {
  readonly kind: RestreamKind;
  readonly place: RestreamPlace;
  /** As {@link RestreamSnapshot.stream}. */
  readonly stream: string;
  /** `rtmp://`, `rtmps://`, …: the application there. */
  readonly url: string;
  /** The name of the stream there, which is the key of most services; default: as it is here. */
  readonly name?: string;
  /** Default true. */
  readonly enabled?: boolean;
  /** Of a source: default false. */
  readonly onDemand?: boolean;
}

/** What can be changed of one that the API or a script asked for. What is absent stays as it is. */
export type RestreamChanges = Partial<Omit<NewRestream, 'kind' | 'place'>>;

/**
 * Why something is not done:
 * - `unknown`: there is none of that id
 * - `place`: there is no such application
 * - `value`: a name or an address is none
 * - `limit`: there are as many as there may be
 * - `configured`: it stands in the configuration, and is changed there
 */
export type RestreamRefusalCode = 'unknown' | 'place' | 'value' | 'limit' | 'configured';

export interface RestreamRefusal {
  readonly refused: RestreamRefusalCode;
  /** For a person: what is wrong, and what to do about it. */
  readonly description: string;
}

/** What all targets, or all sources, came to: how many streams are on their way, and what went over since the start. */
export interface RestreamCounts {
  readonly states: Readonly<Record<RestreamState, number>>;
  readonly starts: number;
  readonly messages: number;
  readonly bytes: number;
  readonly lost: number;
}

/** What the script of an instance asks for of targets. They end with the instance, and are not kept. */
export interface ScriptRestreams {
  /** Sends a live stream of the instance to the application at `url`, as `name` there; empty: as it is called here. */
  begin(instance: ApplicationInstance, stream: string, url: string, name: string): RestreamSnapshot | RestreamRefusal;
  find(id: string): RestreamSnapshot | undefined;
  end(id: string): void;
}

/** Lists and changes where the streams of this server go to and come from, while it runs. Values are plain on either side. */
export interface RestreamControl {
  list(): readonly RestreamSnapshot[];
  find(id: string): RestreamSnapshot | undefined;
  /** Kept beyond a restart, as what is changed of it later. */
  add(restream: NewRestream): Promise<RestreamSnapshot | RestreamRefusal>;
  /** What runs is begun anew, unless nothing is different. Of a configured one only `enabled`, until the next start. */
  change(id: string, changes: RestreamChanges): Promise<RestreamSnapshot | RestreamRefusal>;
  /** Ends it; undefined if that was done. */
  remove(id: string): Promise<RestreamRefusal | undefined>;
  /** Tries at once what waits to be tried again; undefined if that was done. */
  retry(id: string): RestreamRefusal | undefined;
}
