import type { Clock } from '../../time/clock.js';
import type { Accounts } from '../api/accounts.js';
import type { InstancePlace } from '../api/schema/index.js';
import type { ServerControl } from '../server-control.js';
import type { ServerPages } from '../server-pages.js';
import type { ServerView } from '../server-view.js';
import type { Principal } from '../users/principal.js';
import type { Bandwidth } from './bandwidth.js';
import type { StreamUses } from './stream-uses.js';

/** A virtual host, by name. */
export type HostPlace = Pick<InstancePlace, 'adaptor' | 'virtualHost'>;

/** A key of the configuration, as a call names it. */
export interface FmsSetting {
  /** The file it stands in. */
  readonly level: 'server' | 'adaptor' | 'vhost' | 'application';
  /** Of the level `application`: undefined for what holds for all applications of the virtual host. */
  readonly application: string | undefined;
  /** Names of keys, one in the other; never empty. */
  readonly path: readonly string[];
}

/** What the administration API of FMS can do to the house that the rest of the administration cannot. */
export interface FmsHouse {
  /** Makes a folder for an application. Rejects with ControlError if there is one. */
  addApplication(host: HostPlace, name: string): Promise<void>;
  /** Removes the folder of an application with all that is in it. */
  removeApplication(host: HostPlace, name: string): Promise<void>;
  /**
   * What is configured.
   *
   * @returns undefined if there is no such key
   */
  setting(host: HostPlace, setting: FmsSetting): unknown;
  /** Writes a value into its file and takes it over. Rejects if the configuration is not valid with it. */
  change(host: HostPlace, setting: FmsSetting, value: unknown, by: string): Promise<void>;
  /** Reads the configuration anew. */
  reload(): Promise<void>;
  /** Ends the server, as a signal does. */
  stop(): void;
  /** Frees memory that nobody uses, as far as the engine lets itself be asked. */
  collectGarbage(): void;
  /** Percent of a core, and of the memory of the machine. */
  load(): { readonly cpu: number; readonly memory: number };
  /** Processors of the machine. */
  readonly processors: number;
}

/** All that the methods of the administration API of FMS are made of. */
export interface FmsMeans {
  readonly view: ServerView;
  readonly pages: ServerPages;
  readonly control: ServerControl;
  readonly accounts: Pick<Accounts, 'list' | 'add' | 'change' | 'remove'>;
  readonly uses: StreamUses;
  readonly bandwidth: Bandwidth;
  /** Connections to the application `admin`. */
  readonly administrators: () => number;
  readonly house: FmsHouse;
  readonly clock: Clock;
}

/** One call: what it is made of, and who asks for which virtual host. */
export interface FmsCall extends FmsMeans {
  readonly principal: Principal;
  readonly host: HostPlace;
}

/** A parameter as it was given: a text over HTTP, whatever AMF can say over RTMP. */
export type FmsArgument = string | number | boolean | null | undefined | readonly FmsArgument[];

/** The parameters of a call by their first name; what was not given is undefined. */
export type FmsArguments = Readonly<Record<string, FmsArgument>>;
