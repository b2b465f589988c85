import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { Hook } from '../application/hook.js';
import type { ApplicationSettings, ServerConfiguration } from '../config/configuration.js';
import type { Logger } from '../log/logger.js';
import type { HttpClientOptions, HttpPoster } from '../net/http-client.js';
import { readSecret } from '../storage/secret-file.js';
import type { Clock } from '../time/clock.js';
import { webHook } from '../webhook/web-hook.js';
import type { WebhookEndpoint, WebhookSnapshot } from '../webhook/webhook-endpoint.js';
import type { WebhookOptions } from '../webhook/webhook-options.js';
import { webhookLimits } from '../webhook/webhook-options.js';
import { Webhooks } from '../webhook/webhooks.js';
import { latest } from './latest.js';

type HookSettings = ApplicationSettings['hooks'][number];

/** Bytes of an answer. */
const MAX_ANSWER = 64 * 1024;
/** Connections to one address at a time: questions and events. */
const MAX_CONNECTIONS = 2 * webhookLimits.concurrency;

/** Makes who sends the requests to one address. */
export type MakePoster = (options: HttpClientOptions) => HttpPoster;

/** The webhooks that the configuration names. */
export class ConfiguredWebhooks {
  readonly #webhooks = new Webhooks();

  constructor(
    private readonly makePoster: MakePoster,
    private readonly clock: Clock,
    private readonly createId: () => string,
    private readonly logger: Logger,
  ) {}

  get snapshot(): readonly WebhookSnapshot[] {
    return this.#webhooks.snapshot;
  }

  /** The hook of an application, which goes by its settings as they are at the time. */
  hook(vhost: string, application: string, settings: () => ApplicationSettings): Hook {
    const place = { server: hostname(), vhost, application };
    const present = latest(settings, ({ hooks }) => hooks.map((hook) => this.#endpoint(hook)));
    let known: readonly WebhookEndpoint[] = [];
    const endpoints = () => {
      try {
        known = present();
      } catch {
        // Of a virtual host that is not configured any more there are clients left; the access rules refuse what they ask for.
      }
      return known;
    };
    const { clock, createId, logger } = this;
    return webHook(place, endpoints, { clock, createId, logger });
  }

  /** Lets go of the addresses that `configuration` does not name any more. */
  keep(configuration: ServerConfiguration): void {
    const hosts = configuration.adaptors.flatMap(({ virtualHosts }) => virtualHosts);
    const settings = hosts.flatMap((host) => [host.applicationDefaults, ...host.applicationOverrides.values()]);
    this.#webhooks.keep(new Set(settings.flatMap(({ hooks }) => hooks.map(keyOf))));
  }

  /** Resolves when everything has been told that is to be told, within some seconds. */
  close(): Promise<void> {
    return this.#webhooks.close();
  }

  #endpoint(hook: HookSettings): WebhookEndpoint {
    return this.#webhooks.endpoint(keyOf(hook), () => {
      const { allow, caFile } = hook;
      const http = this.makePoster({
        allow,
        caFile: caFile === '' ? undefined : resolve(caFile),
        maxConnections: MAX_CONNECTIONS,
        maxAnswer: MAX_ANSWER,
      });
      const { clock, logger } = this;
      return { options: optionsOf(hook), means: { http, clock, logger, limits: webhookLimits, random: Math.random } };
    });
  }
}

function keyOf(hook: HookSettings): string {
  return JSON.stringify(hook);
}

/** The secret is read each time, so that a new one in the file counts at once. */
function optionsOf({
  url,
  events,
  format,
  timeout,
  onFailure,
  retries,
  includeQuery,
  ...files
}: HookSettings): WebhookOptions {
  const { secretFile } = files;
  const secret = secretFile === '' ? undefined : () => readSecret(resolve(secretFile));
  return { url: new URL(url), events: new Set(events), format, timeout, onFailure, retries, includeQuery, secret };
}
