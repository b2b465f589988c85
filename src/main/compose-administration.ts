import type { DependencyContainer } from 'tsyringe';
import { instanceCachingFactory } from 'tsyringe';
import { Accounts } from '../admin/api/accounts.js';
import { LogShelf } from '../admin/api/log-shelf.js';
import type { Application } from '../admin/api/schema/applications.js';
import { UserAccess } from '../admin/users/user-access.js';
import type { ServerConfiguration } from '../config/configuration.js';
import type { Logger } from '../log/logger.js';
import { systemClock } from '../net/system-clock.js';
import { UserFile } from '../storage/user-file.js';
import { Bans } from './control/bans.js';
import { serverCommands } from './control/server-commands.js';
import { findScript } from './find-script.js';
import { livePages } from './pages/live-pages.js';
import { Presence } from './pages/presence.js';
import { tokens } from './tokens.js';

/**
 * What the administration is made of, in the container. The log goes by the shelf that the console looks at, the gate by
 * who is banned.
 */
export function composeAdministration(
  house: DependencyContainer,
  { server: { logging } }: ServerConfiguration,
  logger: Logger,
): void {
  const logShelf = new LogShelf(systemClock, logging.level);
  house.register(tokens.logShelf, { useValue: logShelf });
  house.register(tokens.logger, { useValue: logShelf.around(logger) });
  house.register(tokens.configurationSources, { useValue: { confDir: 'conf' } });
  house.register(tokens.reload, { useValue: () => Promise.resolve() });
  house.register(tokens.bans, {
    useFactory: instanceCachingFactory((rooms) => new Bans(rooms.resolve(tokens.clock))),
  });
  house.register(tokens.hooks, {
    useFactory: instanceCachingFactory((rooms) => [rooms.resolve(tokens.bans).hook]),
  });
  house.register(tokens.presence, { useFactory: instanceCachingFactory(presence) });
  house.register(tokens.users, {
    useFactory: instanceCachingFactory((rooms) => {
      const timeout = () => rooms.resolve(tokens.server).configuration.server.adminServer.sessionTimeout;
      return new UserAccess(rooms.resolve(tokens.clock), timeout);
    }),
  });
  house.register(tokens.accounts, {
    useFactory: instanceCachingFactory((rooms) => {
      const file = new UserFile(rooms.resolve(tokens.dataDir));
      return new Accounts(file, rooms.resolve(tokens.users), rooms.resolve(tokens.clock));
    }),
  });
  house.register(tokens.pages, {
    useFactory: instanceCachingFactory((rooms) =>
      livePages(rooms.resolve(tokens.server), rooms.resolve(tokens.presence), scriptOf, rooms.resolve(tokens.clock)),
    ),
  });
  house.register(tokens.control, {
    useFactory: instanceCachingFactory((rooms) =>
      serverCommands(
        rooms.resolve(tokens.server),
        rooms.resolve(tokens.presence),
        rooms.resolve(tokens.bans),
        rooms.resolve(tokens.dataDir),
        rooms.resolve(tokens.growing),
        rooms.resolve(tokens.clock),
      ),
    ),
  });
}

function presence(rooms: DependencyContainer): Presence {
  const present = new Presence(rooms.resolve(tokens.clock));
  rooms.resolve(tokens.witness).add(present);
  return present;
}

function scriptOf(folder: string, application: string): Application['script'] {
  const language = findScript(folder, application)?.language;
  return language === undefined ? 'none' : language === 'asc' ? 'main.asc' : 'typescript';
}
