import { execFile } from 'node:child_process';

/** What the service manager is told: that everything listens, or that the server is on its way to its end. */
export type ServiceState = 'READY' | 'STOPPING';

/**
 * Tells systemd how the service does (sd_notify(3)), if that started us and wants to know. It is told by its own program,
 * because Node.js opens no datagram socket of the file system; the unit has `NotifyAccess=all` therefore. Resolves when
 * that is done. Where it cannot be done `failed` hears why, and systemd waits in vain.
 */
export function tellServiceManager(
  state: ServiceState,
  status: string,
  failed: (error: Error) => void,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  return notify([`${state}=1`, `STATUS=${status}`], failed, environment);
}

/** Tells systemd that the event loop still turns (`WatchdogSec` of the unit). As tellServiceManager. */
export function tellWatchdog(failed: (error: Error) => void, environment: NodeJS.ProcessEnv): Promise<void> {
  return notify(['WATCHDOG=1'], failed, environment);
}

function notify(
  assignments: readonly string[],
  failed: (error: Error) => void,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  if (environment.NOTIFY_SOCKET === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    execFile(
      'systemd-notify',
      [`--pid=${process.pid}`, ...assignments],
      { env: environment, timeout: 5000 },
      (error) => {
        if (error !== null) failed(error);
        resolve();
      },
    );
  });
}
