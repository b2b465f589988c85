import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { DependencyContainer } from 'tsyringe';
import type { ApplicationInstance } from '../application/application-instance.js';
import type { VirtualHostConfiguration } from '../config/configuration.js';
import { applicationSettings } from '../config/configuration.js';
import type { WebRequest } from '../net/web-request.js';
import type { LandingFacts } from '../web/landing-facts.js';
import { listStreams } from '../web/list-streams.js';
import { watchPages } from '../web/watch-pages.js';
import type { AfterglowServer } from './afterglow-server.js';
import { needsKey, showsStreams } from './landing-rules.js';
import { tokens } from './tokens.js';

/** Where the build puts the pages; the same seen from `src` and from `dist`. */
const PAGES = fileURLToPath(new URL('../../dist/admin-ui', import.meta.url));
/** What encoders are told to use if it is there. */
const LIVE = 'live';
/** Where an application has its page. */
const PAGE_FOLDER = 'page';

/** Offers the pages of the default adaptor: what is live, a player, and those that applications bring. */
export function offerPages(
  rooms: DependencyContainer,
  server: AfterglowServer,
  http: FastifyInstance,
  version: string,
): void {
  const clock = rooms.resolve(tokens.clock);
  const found = new WeakMap<VirtualHostConfiguration, readonly string[]>();

  /** They change with the configuration, which is read again when an application comes. */
  function pagesOf(settings: VirtualHostConfiguration): readonly string[] {
    let pages = found.get(settings);
    if (pages === undefined) {
      const names = [...settings.applicationFolders].flatMap(([name, folder]) =>
        existsSync(join(folder, PAGE_FOLDER, 'index.html')) ? [name] : [],
      );
      pages = names.sort();
      found.set(settings, pages);
    }
    return pages;
  }

  const settingsOf = ({ hostName }: WebRequest): VirtualHostConfiguration | undefined => {
    const name = server.adaptors[0]?.adaptor.find(hostName)?.name;
    return server.configuration.adaptors[0]?.virtualHosts.find((host) => host.name === name);
  };

  function facts(request: WebRequest): LandingFacts {
    const settings = settingsOf(request);
    const host = server.adaptors[0]?.adaptor.find(request.hostName);
    const told = { version, rtmpPort: server.addresses[0]?.port ?? 0 };
    if (settings === undefined || host === undefined) {
      return { ...told, publish: undefined, streams: [], unlisted: 0, pages: [] };
    }
    const isShown = (application: string, { script }: ApplicationInstance): boolean =>
      showsStreams(applicationSettings(settings, application), script !== undefined, request.address);
    const publish = publishing(settings, request.address);
    return { ...told, publish, ...listStreams(host, isShown, clock.now()), pages: pagesOf(settings) };
  }

  watchPages(http, {
    folder: PAGES,
    facts,
    pageOf: (application, request) => {
      const folder = settingsOf(request)?.applicationFolders.get(application);
      return folder === undefined ? undefined : join(folder, PAGE_FOLDER);
    },
  });
}

function publishing(settings: VirtualHostConfiguration, address: string): LandingFacts['publish'] {
  const [first] = settings.applicationFolders.keys();
  const application = settings.applicationFolders.has(LIVE) ? LIVE : first;
  if (application === undefined) return undefined;
  return { application, needsKey: needsKey(applicationSettings(settings, application), address) };
}
