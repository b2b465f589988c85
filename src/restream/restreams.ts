import type { ApplicationInstance } from '../application/application-instance.js';
import type { ApplicationCompanion } from '../application/instance-companion.js';
import type {
  NewRestream,
  RestreamChanges,
  RestreamControl,
  RestreamPlace,
  RestreamRefusal,
  RestreamSnapshot,
  ScriptRestreams,
} from '../application/restream-control.js';
import type { SafeName } from '../application/safe-name.js';
import type { Logger } from '../log/logger.js';
import type { Clock } from '../time/clock.js';
import { checkedRestream, isRefused } from './checked-restream.js';
import { configuredRules } from './configured-rules.js';
import { InstanceRestreams } from './instance-restreams.js';
import type { RestreamRule } from './restream-rule.js';
import { shownUrl } from './restream-rule.js';
import { RestreamTotals } from './restream-totals.js';
import type { RestreamConnections, RestreamSettings } from './restream-settings.js';
import type { RestreamStore, StoredRestream } from './restream-store.js';

/** Targets and sources that may be made while the server runs. */
const MAX_ADDED = 1000;
/** Targets of the script of one instance. */
const MAX_OF_SCRIPT = 100;

/** An application as it is configured. */
export interface ConfiguredApplication extends Omit<RestreamPlace, 'instance'> {
  readonly settings: RestreamSettings;
  /** It runs on another server, so none of its streams are here. */
  readonly isRemote: boolean;
}

export interface RestreamsMeans {
  readonly clock: Clock;
  readonly logger: Logger;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly createId: () => string;
  /** By which this server knows a stream again that went round in a circle. */
  readonly serverId: string;
  readonly connections: RestreamConnections;
  readonly store: RestreamStore;
  /** Lets an instance run, so that a source is taken of which nobody plays. */
  readonly load: (place: RestreamPlace) => Promise<void>;
}

/** All targets and sources of the server: those of its configuration, and those that were made while it ran. */
export class Restreams implements RestreamControl, ScriptRestreams {
  readonly #applications = new Map<string, ConfiguredApplication>();
  readonly #configured = new Map<string, RestreamRule>();
  readonly #added = new Map<string, RestreamRule>();
  /** What was switched of the configured ones, until the next start. */
  readonly #switched = new Map<string, boolean>();
  /** Those that run, by place. */
  readonly #instances = new Map<string, InstanceRestreams>();
  readonly #places = new Map<string, RestreamPlace>();
  readonly #totals = new RestreamTotals();
  #saved: Promise<void> = Promise.resolve();

  constructor(private readonly means: RestreamsMeans) {}

  /** Reads what was made before, and takes over what is configured. What cannot be read is left as it is, and told of. */
  async start(applications: readonly ConfiguredApplication[]): Promise<void> {
    const { logger, store } = this.means;
    try {
      for (const stored of await store.load()) {
        const rule = checkedRestream(stored, 'api', stored.id);
        if (!isRefused(rule)) this.#added.set(rule.id, rule);
        else logger.warn('a target or source of an earlier run is left out', { restream: stored.id, ...rule });
      }
    } catch (error) {
      logger.error('the targets and sources of earlier runs cannot be read, so there are none of them', { error });
    }
    this.configure(applications);
  }

  /** Takes over another configuration. What is as it was goes on. */
  configure(applications: readonly ConfiguredApplication[]): void {
    this.#applications.clear();
    this.#configured.clear();
    for (const application of applications) {
      this.#applications.set(applicationKey(application), application);
      if (application.isRemote) continue;
      for (const rule of configuredRules(application)) this.#configured.set(rule.id, rule);
    }
    for (const instance of this.#instances.values()) instance.refresh();
  }

  /** The part of an application in its instances. */
  companion(application: Omit<RestreamPlace, 'instance'>): ApplicationCompanion {
    const needed = (): SafeName[] => [
      ...new Set(
        this.#rules()
          .filter(({ place, enabled, kind, onDemand }) => {
            return enabled && kind === 'source' && !onDemand && applicationKey(place) === applicationKey(application);
          })
          // Checked when it became a rule.
          .map(({ place }) => place.instance as SafeName),
      ),
    ];
    return {
      get instances() {
        return needed();
      },
      of: (instance) => this.#open({ ...application, instance }),
    };
  }

  list(): RestreamSnapshot[] {
    return this.#rules().map((rule) => this.#snapshot(rule));
  }

  /** What all of them came to. */
  get counts(): ReturnType<RestreamTotals['with']> {
    return this.#totals.with(this.list());
  }

  find(id: string): RestreamSnapshot | undefined {
    const rule = this.#rule(id);
    return rule && this.#snapshot(rule);
  }

  async add(wanted: NewRestream): Promise<RestreamSnapshot | RestreamRefusal> {
    const { place } = wanted;
    const application = this.#applications.get(applicationKey(place));
    if (application?.isRemote === true) {
      return { refused: 'place', description: `The streams of ${place.application} are on its origin: do it there.` };
    }
    if (application === undefined) {
      return { refused: 'place', description: `There is no application ${place.application} there.` };
    }
    if (this.#added.size >= MAX_ADDED) {
      return { refused: 'limit', description: `There are ${MAX_ADDED} already: remove one first.` };
    }
    const rule = checkedRestream(wanted, 'api', this.means.createId());
    return isRefused(rule) ? rule : this.#put(rule);
  }

  async change(id: string, changes: RestreamChanges): Promise<RestreamSnapshot | RestreamRefusal> {
    const before = this.#rule(id);
    if (before === undefined) return unknown(id);
    if (before.author === 'configuration') return this.#switch(before, changes);
    const { kind, place, stream, address, name, enabled, onDemand } = before;
    const wanted = { kind, place, stream, url: address.tcUrl, name, enabled, onDemand, ...changes };
    const rule = checkedRestream(wanted, before.author, id);
    return isRefused(rule) ? rule : this.#put(rule);
  }

  async remove(id: string): Promise<RestreamRefusal | undefined> {
    const rule = this.#rule(id);
    if (rule === undefined) return unknown(id);
    if (rule.author === 'configuration') return configured();
    this.#added.delete(id);
    this.#instanceOf(rule)?.refresh();
    await this.#save();
    return undefined;
  }

  begin(instance: ApplicationInstance, stream: string, url: string, name: string): RestreamSnapshot | RestreamRefusal {
    const place = [...this.#places].find(([key]) => this.#instances.get(key)?.serves(instance) === true)?.[1];
    if (place === undefined) return { refused: 'place', description: 'The instance does not run.' };
    const present = [...this.#added.values()].filter((rule) => isOfScript(rule, place));
    if (present.length >= MAX_OF_SCRIPT) {
      return { refused: 'limit', description: `The script has ${MAX_OF_SCRIPT} targets already: end one first.` };
    }
    const wanted = { kind: 'target', place, stream, url, name } as const;
    const rule = checkedRestream(wanted, 'script', this.means.createId());
    if (isRefused(rule)) return rule;
    this.#added.set(rule.id, rule);
    this.#instanceOf(rule)?.refresh();
    return this.#snapshot(rule);
  }

  end(id: string): void {
    const rule = this.#added.get(id);
    if (rule?.author !== 'script') return;
    this.#added.delete(id);
    this.#instanceOf(rule)?.refresh();
  }

  retry(id: string): RestreamRefusal | undefined {
    const rule = this.#rule(id);
    if (rule === undefined) return unknown(id);
    this.#instanceOf(rule)?.retry(id);
    return undefined;
  }

  /** Resolves when all that was changed is stored. */
  close(): Promise<void> {
    return this.#saved;
  }

  #rules(): RestreamRule[] {
    return [...[...this.#configured.values()].map((rule) => this.#asSwitched(rule)), ...this.#added.values()];
  }

  #rule(id: string): RestreamRule | undefined {
    const configuredRule = this.#configured.get(id);
    return configuredRule === undefined ? this.#added.get(id) : this.#asSwitched(configuredRule);
  }

  #asSwitched(rule: RestreamRule): RestreamRule {
    const enabled = this.#switched.get(rule.id);
    return enabled === undefined ? rule : { ...rule, enabled };
  }

  async #put(rule: RestreamRule): Promise<RestreamSnapshot> {
    this.#added.set(rule.id, rule);
    await this.#apply(rule);
    await this.#save();
    return this.#snapshot(rule);
  }

  async #switch(rule: RestreamRule, changes: RestreamChanges): Promise<RestreamSnapshot | RestreamRefusal> {
    const { enabled, ...others } = changes;
    if (Object.values(others).some((value) => value !== undefined)) return configured();
    if (enabled !== undefined) this.#switched.set(rule.id, enabled);
    const switched = this.#asSwitched(rule);
    await this.#apply(switched);
    return this.#snapshot(switched);
  }

  async #apply(rule: RestreamRule): Promise<void> {
    this.#instanceOf(rule)?.refresh();
    if (rule.enabled && rule.kind === 'source' && !rule.onDemand) await this.means.load(rule.place);
  }

  #snapshot(rule: RestreamRule): RestreamSnapshot {
    const { id, kind, author, place, enabled, stream, name, onDemand } = rule;
    const shown = { id, kind, author, place, enabled, stream, url: shownUrl(rule), named: name !== '', onDemand };
    return { ...shown, runs: this.#instanceOf(rule)?.runs(id) ?? [] };
  }

  #instanceOf({ place }: RestreamRule): InstanceRestreams | undefined {
    return this.#instances.get(placeKey(place));
  }

  #open(place: RestreamPlace): InstanceRestreams {
    const { clock, logger, random, connections, serverId } = this.means;
    const key = placeKey(place);
    const settings = () => this.#applications.get(applicationKey(place))?.settings;
    const instance = new InstanceRestreams({
      ...{ clock, random, serverId, place: key },
      logger: logger.child({ application: `${place.application}/${place.instance}` }),
      rules: () => this.#rules().filter((rule) => placeKey(rule.place) === key),
      connections: ({ author }) => {
        const { allow = [], caFile = '' } = settings() ?? {};
        return connections(author === 'configuration' ? 'operator' : 'script', { allow, caFile });
      },
      linger: () => settings()?.linger ?? 0,
      ended: ({ kind }, run) => this.#totals.ended(kind, run),
      closed: () => {
        for (const [id, rule] of this.#added) if (isOfScript(rule, place)) this.#added.delete(id);
        if (this.#instances.get(key) !== instance) return;
        this.#instances.delete(key);
        this.#places.delete(key);
      },
    });
    this.#instances.set(key, instance);
    this.#places.set(key, place);
    return instance;
  }

  #save(): Promise<void> {
    const { logger, store } = this.means;
    this.#saved = this.#saved
      .then(() => store.save([...this.#added.values()].filter(({ author }) => author === 'api').map(storedOf)))
      .catch((error: unknown) => logger.error('targets and sources are not stored: a restart forgets them', { error }));
    return this.#saved;
  }
}

function storedOf({ address, id, kind, place, stream, name, enabled, onDemand }: RestreamRule): StoredRestream {
  return { id, kind, place, stream, url: address.tcUrl, name, enabled, onDemand };
}

function isOfScript({ author, place }: RestreamRule, instance: RestreamPlace): boolean {
  return author === 'script' && placeKey(place) === placeKey(instance);
}

function applicationKey({ adaptor, virtualHost, application }: Omit<RestreamPlace, 'instance'>): string {
  return JSON.stringify([adaptor, virtualHost, application]);
}

function placeKey(place: RestreamPlace): string {
  return JSON.stringify([applicationKey(place), place.instance]);
}

function unknown(id: string): RestreamRefusal {
  return { refused: 'unknown', description: `There is no target and no source ${id}.` };
}

function configured(): RestreamRefusal {
  const description = 'It stands in application.yaml: change it there. Here it can only be switched off and on.';
  return { refused: 'configured', description };
}
