import type { ApplicationDefinition } from '../application/application-definition.js';
import { nextHopOf } from '../application/explicit-address.js';
import type { ApplicationSettings } from '../config/configuration.js';
import { explicitServersOf, routesOf } from '../config/proxy-section.js';
import { RemoteApplication } from '../edge/remote-application.js';
import type { Logger } from '../log/logger.js';
import type { Clock } from '../time/clock.js';
import type { EdgeMedia } from './edge-media.js';
import { forgetOldest } from './forget-oldest.js';
import type { Links } from './links.js';

/** Whether an application of that name with these settings runs on another server. */
export function isRemote(name: string, { proxy }: ApplicationSettings): boolean {
  if (nextHopOf(name) !== undefined) return proxy.explicit.length > 0;
  return proxy.mode === 'remote';
}

/** The applications of one virtual host that run on other servers. */
export class RemoteApplications {
  readonly #applications = new Map<string, RemoteApplication>();

  /** @param host the virtual host, with its adaptor */
  constructor(
    private readonly host: string,
    private readonly links: Links,
    private readonly media: EdgeMedia,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /**
   * @param settings as they are now
   * @param here what is of this server: its rules come first
   */
  definition(
    name: string,
    settings: () => ApplicationSettings,
    here: Pick<ApplicationDefinition, 'options' | 'hooks' | 'recordings' | 'sharedObjects'>,
  ): ApplicationDefinition {
    const application = this.of(name, settings);
    return {
      ...here,
      hooks: [...here.hooks, application.hook],
      ...this.media.of(application, `${this.host}/${name}`, settings, here.options),
      playlists: [],
      script: () => undefined,
    };
  }

  /** @param settings as they are now */
  of(name: string, settings: () => ApplicationSettings): RemoteApplication {
    const known = this.#applications.get(name);
    if (known !== undefined) return known;
    const application = new RemoteApplication(name, this.#means(name, settings));
    // Anybody may ask for any name.
    forgetOldest(this.#applications, ({ isUsed }) => !isUsed);
    this.#applications.set(name, application);
    return application;
  }

  #means(name: string, settings: () => ApplicationSettings): ConstructorParameters<typeof RemoteApplication>[1] {
    const { links, clock } = this;
    const proxy = () => settings().proxy;
    return {
      clock,
      logger: this.logger.child({ application: name }),
      random: Math.random,
      get timeout() {
        return proxy().requestTimeout;
      },
      get maxOutage() {
        return proxy().maxOutage;
      },
      terms: () => ({
        serverId: links.serverId,
        anonymous: proxy().anonymous,
        routes: routesOf(proxy()),
        explicit: explicitServersOf(proxy()),
      }),
      origins: (targets) => links.originsOf(targets, proxy().requestTimeout, proxy().allow),
    };
  }
}
