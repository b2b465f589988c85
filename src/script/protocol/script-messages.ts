import type { Plain } from './bytes.js';

/** What one turn has gathered. */
export interface MessageList<Message> {
  readonly messages: readonly Message[];
  /** What all of them weigh, by `message-cost.ts`. */
  readonly cost: number;
}

/** One message between the server and the thread of a script. They are sent in lists, in their order. */
export type ToScript =
  /** An instance is to run. Answered when the script is loaded, before `start`. */
  | { readonly kind: 'load'; readonly instance: string; readonly ask: number; readonly setup: InstanceSetup }
  | { readonly kind: 'unload'; readonly instance: string }
  /** The library of main.asc as one classic script; once, before the first instance that needs it. */
  | { readonly kind: 'realm'; readonly source: string }
  /** Without `ask` nobody waits. */
  | {
      readonly kind: 'event';
      readonly instance: string;
      readonly event: string;
      readonly args: readonly Plain[];
      readonly ask?: number;
    }
  | Answer;

export type FromScript =
  /** Without `ask` nobody waits; with `now` the script's thread stands still until the answer. */
  | {
      readonly kind: 'operation';
      readonly instance: string;
      readonly operation: string;
      readonly args: readonly Plain[];
      readonly ask?: number;
      readonly now?: true;
    }
  /** `instance` is empty where the thread does not know whose it is. */
  | { readonly kind: 'log'; readonly instance: string; readonly line: ScriptLogLine }
  /** What it did took too long, and was ended. `text` says so in the log; the server may know where it was. */
  | { readonly kind: 'runaway'; readonly instance: string; readonly text: string }
  | Answer;

export interface Answer {
  readonly kind: 'answer';
  readonly ask: number;
  readonly value?: Plain;
  /** It failed; what a person is told. */
  readonly error?: string;
}

export interface ScriptLogLine {
  /** `trace` is what the script itself says. */
  readonly level: 'trace' | 'info' | 'warning' | 'error';
  readonly text: string;
  /** Relative to the application's folder. */
  readonly file?: string;
  readonly line?: number;
}

/** `asc`: server-side ActionScript; `module`: an ES module of TypeScript or JavaScript. */
export type ScriptLanguage = 'asc' | 'module';

/** What an instance is made from. */
export interface InstanceSetup {
  /** By which messages name it: of its own among all instances of the thread, those included that were unloaded. */
  readonly key: string;
  /** `chat/_definst_`. */
  readonly path: string;
  readonly application: string;
  readonly instance: string;
  readonly virtualHost: string;
  /** Of the server, as `application.hostname` has it. */
  readonly hostname: string;
  /** As `application.server` has it. */
  readonly server: string;
  /** Absolute: of the application. */
  readonly folder: string;
  /** Absolute: the script. */
  readonly file: string;
  readonly language: ScriptLanguage;
  /** Absolute: the ES module that a TypeScript application was bundled to; absent for main.asc. */
  readonly module?: string;
  /** `script.config` of the application. */
  readonly config: Readonly<Record<string, Plain>>;
  /** Absolute: where `load` looks further. */
  readonly libraries: readonly string[];
  /** Absolute, by the virtual name: what File may use besides the application's folder. */
  readonly fileFolders: Readonly<Record<string, string>>;
  /** Milliseconds that one call may take; 0: no bound. */
  readonly maxTime: number;
  readonly maxTimers: number;
  /** Hosts and networks that are private and may be asked nevertheless: hardening of outgoing requests. */
  readonly allowedAddresses: readonly string[];
}
