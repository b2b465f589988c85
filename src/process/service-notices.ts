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
  if (environment.NOTIFY_SOCKET === undefined) return Promise.resolve();
  const args = [`--pid=${process.pid}`, `${state}=1`, `STATUS=${status}`];
  return new Promise((resolve) => {
    execFile('systemd-notify', args, { env: environment, timeout: 5000 }, (error) => {
      if (error !== null) failed(error);
      resolve();
    });
  });
}
