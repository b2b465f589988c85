import type { Logger } from '../log/logger.js';
import type { NewsRounds } from '../sharedobject/news-rounds.js';
import type { SharedObjectUser } from '../sharedobject/object-use.js';
import type { OwnerLink, OwnerListener } from '../sharedobject/object-owner.js';
import type { ServerSharedObject, SharedObjectListener } from '../sharedobject/server-shared-object.js';
import type { SharedObjectOptions } from '../sharedobject/shared-object-options.js';
import type { SharedObjectsEnvironment, UsedObject, UseFailure } from '../sharedobject/shared-objects.js';
import { SharedObjects } from '../sharedobject/shared-objects.js';
import type { Client } from './client.js';
import { coversName } from './folder-access.js';
import type { HookChain } from './hook-chain.js';
import { meansSharedObject } from './means-shared-object.js';
import { parseSafeName, printable } from './safe-name.js';

/** Why a client may not use an object, as it is told. */
export type SharedObjectRefusal =
  'SharedObject.NoReadAccess' | 'SharedObject.NoWriteAccess' | 'SharedObject.ObjectCreationFailed';

/** The object that a client wants to use. */
export interface WantedObject {
  readonly name: string;
  readonly persistent: boolean;
  /** The version that the client had; 0 for none. */
  readonly version: number;
}

const REFUSALS: Readonly<Record<UseFailure, SharedObjectRefusal>> = {
  limit: 'SharedObject.ObjectCreationFailed',
  absent: 'SharedObject.NoWriteAccess',
  unreadable: 'SharedObject.ObjectCreationFailed',
  owned: 'SharedObject.ObjectCreationFailed',
};

/** The remote shared objects of an instance, and who may use them. */
export class InstanceSharedObjects {
  /** For the server itself, which may use all of them. */
  readonly objects: SharedObjects;

  constructor(
    private readonly environment: SharedObjectsEnvironment,
    private readonly hooks: HookChain,
    private readonly logger: Logger,
    /** Bytes that a client may be behind before it is disconnected. */
    readonly maxQueueSize: () => number,
  ) {
    this.objects = new SharedObjects(environment);
  }

  /** When they tell what is new. */
  get rounds(): NewsRounds {
    return this.environment.rounds;
  }

  get options(): SharedObjectOptions {
    return this.environment.options();
  }

  /** An object for the script of the instance, which may use all of them. */
  async get(
    name: string,
    persistent: boolean,
    listener: SharedObjectListener,
  ): Promise<ServerSharedObject | SharedObjectRefusal> {
    const safe = parseSafeName(name);
    const answer = safe === undefined ? 'bad name' : await this.objects.get(safe, persistent, listener);
    return typeof answer === 'string' ? this.#scriptRefused(name, persistent, answer) : answer;
  }

  /** As {@link get}, of an object that another instance owns; see `SharedObjects.proxy`. Throws what `open` throws. */
  proxy(
    name: string,
    persistent: boolean,
    listener: SharedObjectListener,
    open: (listener: OwnerListener) => OwnerLink,
  ): ServerSharedObject | SharedObjectRefusal {
    const safe = parseSafeName(name);
    const answer = safe === undefined ? 'bad name' : this.objects.proxy(safe, persistent, listener, open);
    return typeof answer === 'string' ? this.#scriptRefused(name, persistent, answer) : answer;
  }

  /** Deletes what a script means by a path, see {@link meansSharedObject}; false if there is nothing, or not all is deleted. */
  async clear(path: string): Promise<boolean> {
    try {
      return await this.objects.clear((name) => meansSharedObject(path, name));
    } catch (error) {
      this.logger.error('a shared object cannot be deleted', { path: printable(path), error });
      return false;
    }
  }

  /** Lets a client use an object, if its access and the hooks agree. Nobody makes an object that may not write it. */
  async use(
    client: Client,
    user: SharedObjectUser,
    { name, persistent, version }: WantedObject,
  ): Promise<UsedObject | SharedObjectRefusal> {
    const refused = (why: string, code: SharedObjectRefusal): SharedObjectRefusal => {
      this.logger.warn('refused: a shared object', { client: client.id, object: printable(name), persistent, why });
      return code;
    };
    const safe = parseSafeName(name);
    if (safe === undefined) return refused('bad name', 'SharedObject.ObjectCreationFailed');
    if (!coversName(client.readAccess, safe)) return refused('readAccess', 'SharedObject.NoReadAccess');
    const refusal = await this.hooks.ask((hook) => hook.onSharedObject?.(client, safe, persistent));
    if (refusal !== undefined) return refused(refusal.rule, 'SharedObject.NoReadAccess');
    const mayCreate = coversName(client.writeAccess, safe);
    const answer = await this.objects.use(user, { name: safe, persistent, version, mayCreate });
    return typeof answer === 'string' ? refused(answer, REFUSALS[answer]) : answer;
  }

  #scriptRefused(name: string, persistent: boolean, why: string): SharedObjectRefusal {
    this.logger.warn('a script cannot have a shared object', { object: printable(name), persistent, why });
    return 'SharedObject.ObjectCreationFailed';
  }
}
