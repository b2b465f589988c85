import { ConfigurationWatcher } from '../config/configuration-watcher.js';
import type { ServerConfiguration } from '../config/configuration.js';
import { loadConfiguration } from '../config/load-configuration.js';
import type { Problem } from '../config/problem.js';
import { formatProblem } from '../config/problem.js';
import type { Logger } from '../log/logger.js';
import { prepareKeyExchange } from '../net/node-crypto.js';
import { systemClock } from '../net/system-clock.js';
import { FileLimitWatch } from '../process/file-limit-watch.js';
import { serverLogger } from '../process/pino-logger.js';
import type { ServiceState } from '../process/service-notices.js';
import { tellServiceManager } from '../process/service-notices.js';
import { ServiceWatchdog } from '../process/service-watchdog.js';
import { endByForce } from '../process/end-by-force.js';
import { onSignals } from '../process/stop-signals.js';
import { endlessThreads } from '../script/host/ending-threads.js';
import { SlateFiles } from '../storage/slate-files.js';
import { banner } from './banner.js';
import { compose } from './compose.js';
import { ExitCode } from './exit-code.js';
import { formatAddress } from './format-address.js';
import type { HouseAddresses } from './house-addresses.js';
import { House } from './house.js';
import { LogFiles } from './log-files.js';
import { RunningKeys } from './running-keys.js';
import { RunningUsers } from './running-users.js';
import type { ServeOptions } from './serve-options.js';
import { sourcesOf } from './serve-options.js';
import { startupFailure } from './startup-failure.js';
import { tokens } from './tokens.js';

/** `afterglow serve`: runs the server until a signal ends it. Answers the exit code. */
export async function serve(options: ServeOptions, version: string): Promise<number> {
  const slates = new SlateFiles();
  const load = () => loadConfiguration({ ...sourcesOf(options), slates });
  const first = await load();
  for (const problem of first.problems) console.error(`${problem.severity}: ${formatProblem(problem)}`);
  const { configuration } = first;
  if (configuration === undefined) {
    console.error(
      'Not started: mend what is named above. "afterglow check" tells without starting whether all is well.',
    );
    return ExitCode.usage;
  }
  const output = await serverLogger(options.logFormat, configuration.server.logging.level);
  let { logging } = configuration.server;
  const logFiles = new LogFiles(options.data, () => logging, systemClock, version, output);
  const rooms = compose(configuration, logFiles.diagnosing());
  const logger = rooms.resolve(tokens.logger);
  rooms.register(tokens.configurationSources, { useValue: sourcesOf(options) });
  rooms.register(tokens.logFiles, { useValue: logFiles });
  rooms.resolve(tokens.witness).add(logFiles.access);
  rooms.register(tokens.slates, { useValue: slates });
  rooms.register(tokens.dataDir, { useValue: options.data });
  const house = new House(rooms, version);
  const keys = new RunningKeys(options.data, rooms.resolve(tokens.keys), rooms.resolve(tokens.clock), logger);
  const users = new RunningUsers(rooms);
  if (!(await isRead('keys', keys)) || !(await isRead('users', users))) return ExitCode.failed;
  if (configuration.adaptors.some(({ rtmpe }) => rtmpe.enabled)) prepareKeyExchange();
  try {
    await house.start();
  } catch (error) {
    console.error(startupFailure(error, configuration));
    return ExitCode.failed;
  }
  const listener = reloading(house, logger, (changed) => {
    ({ logging } = changed.server);
    output.setLevel(logging.level);
  });
  const watcher = new ConfigurationWatcher({ load, clock: systemClock, listener }, { ...first, configuration });
  rooms.register(tokens.reload, { useValue: () => watcher.reload() });
  await watcher.start();
  const fileLimit = new FileLimitWatch(systemClock, logger);
  fileLimit.start();
  const watchdog = new ServiceWatchdog(systemClock, logger);
  watchdog.start();
  const stopped = runUntilStopped(house, watcher, [keys, users, fileLimit, watchdog], logger);
  const { addresses } = house;
  await announce(addresses, keys, users, options, version);
  await tell('READY', `clients come in at ${addresses.rtmp.map(formatAddress).join(', ')}`, logger);
  const exitCode = await stopped;
  await logFiles.flush();
  if (hasEndlessThreads(logger)) return endByForce();
  return exitCode;
}

async function isRead(what: string, file: { start(): Promise<void> }): Promise<boolean> {
  try {
    await file.start();
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const mend =
      error instanceof Error && 'syscall' in error ? '; mend that, or name another folder: --data <dir>' : '';
    console.error(`Not started: the ${what} cannot be read: ${reason}${mend}`);
    return false;
  }
}

function tell(state: ServiceState, status: string, logger: Logger): Promise<void> {
  return tellServiceManager(state, status, (error) => {
    logger.warn('systemd could not be told how the server does', { state, error });
  });
}

async function announce(
  addresses: HouseAddresses,
  keys: RunningKeys,
  users: RunningUsers,
  { logFormat }: ServeOptions,
  version: string,
): Promise<void> {
  const { rtmp, http, admin } = addresses;
  if (logFormat === 'pretty') {
    process.stdout.write(banner(version, addresses, { key: await keys.makeFirst(), user: await users.makeFirst() }));
    return;
  }
  const [listen, ...alsoListen] = rtmp.map(formatAddress);
  const ready = { event: 'ready', listen, alsoListen, http: formatAddress(http), admin: formatAddress(admin), version };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  await keys.remindOfFirst();
  users.remindOfFirst();
}

function reloading(house: House, logger: Logger, logsChange: (configuration: ServerConfiguration) => void) {
  return {
    changed(configuration: ServerConfiguration, changes: readonly object[], problems: readonly Problem[]) {
      for (const problem of problems) logger.warn(formatProblem(problem));
      logsChange(configuration);
      house.reconfigure(configuration).then(
        () => logger.info('configuration reloaded', { changes }),
        (error: unknown) => logger.error('the new configuration could not be taken over', { error }),
      );
    },
    rejected(problems: readonly Problem[]) {
      for (const problem of problems) logger.error(formatProblem(problem));
      logger.error('configuration not reloaded: it has mistakes, so everything stays as it was');
    },
    notWatched(folder: string, error: Error) {
      logger.warn('changes in this folder are noticed on SIGHUP only', { folder, error });
    },
  };
}

/** Whether a script keeps this process from ending. */
function hasEndlessThreads(logger: Logger): boolean {
  const threads = endlessThreads();
  if (threads > 0) logger.warn('the threads of scripts cannot be ended: the process ends by force', { threads });
  return threads > 0;
}

function runUntilStopped(
  house: House,
  watcher: ConfigurationWatcher,
  watched: readonly { close(): void }[],
  logger: Logger,
): Promise<number> {
  return new Promise((resolve) => {
    const forget = onSignals({
      stop() {
        logger.info('stopping', { connections: house.server.connections.open });
        void tell('STOPPING', 'recordings and shared objects are finished, clients are told', logger);
        watcher.close();
        for (const one of watched) one.close();
        house
          .close()
          .then(() => {
            logger.info('stopped');
            resolve(ExitCode.ok);
          })
          .catch((error: unknown) => {
            logger.error('stopping failed', { error });
            resolve(ExitCode.failed);
          })
          .finally(forget);
      },
      stopNow() {
        logger.warn('stopped at once, as asked twice');
        if (hasEndlessThreads(logger)) void endByForce();
        else process.exit(ExitCode.ok);
      },
      reload() {
        logger.info('configuration reload asked for by SIGHUP');
        void watcher.reload();
      },
    });
  });
}
