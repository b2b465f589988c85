import { networkInterfaces } from 'node:os';
import { join, resolve } from 'node:path';
import type { ServerSettings } from '../config/configuration.js';
import type { Logger } from '../log/logger.js';
import { AccessLog } from '../logging/access-log.js';
import { AdminLog } from '../logging/admin-log.js';
import { DiagnosticLog, DiagnosticLogger } from '../logging/diagnostic-log.js';
import { LogFolder } from './log-folder.js';
import type { Clock } from '../time/clock.js';
import { machineLoad } from './machine-load.js';

/** Milliseconds in which trouble with the disk is reported once. */
const COMPLAIN_AGAIN = 60_000;

/** The logs that the server keeps in files, those of scripts excepted. */
export class LogFiles {
  readonly access: AccessLog;
  readonly admin: AdminLog;
  /** What of all of them is on the disk. */
  readonly folder: LogFolder;
  readonly #diagnostic: DiagnosticLog;
  #complainedAt = -Infinity;

  /**
   * @param dataDir where the folder `logs` is
   * @param settings as they are now
   * @param logger hears of trouble with the files
   */
  constructor(
    dataDir: string,
    private readonly settings: () => ServerSettings['logging'],
    private readonly clock: Clock,
    version: string,
    private readonly logger: Logger,
  ) {
    const folder = resolve(dataDir, 'logs');
    const failed = (error: unknown): void => this.#complain(folder, error);
    const surroundings = { pid: process.pid, serverAddress: ownAddress(), load: machineLoad(clock) };
    const means = { clock, failed, surroundings, software: `Afterglow/${version}` };
    this.folder = new LogFolder(folder, (log) => this.#isUtc(log));
    this.access = new AccessLog(join(folder, 'access.log'), () => this.settings().access, means);
    this.admin = new AdminLog(join(folder, 'admin.log'), () => this.settings().admin, clock, failed);
    this.#diagnostic = new DiagnosticLog(join(folder, 'core.log'), () => this.settings().diagnostic, clock, failed);
  }

  /** What is said to the answered logger is written to the diagnostic log too. */
  diagnosing(): Logger {
    return new DiagnosticLogger(this.logger, this.#diagnostic);
  }

  /** Resolves when all is written. */
  async flush(): Promise<void> {
    await Promise.all([this.access.flush(), this.admin.flush(), this.#diagnostic.flush()]);
  }

  #isUtc(log: string): boolean {
    const { access, admin, diagnostic, application } = this.settings();
    const known = new Map([
      ['access', access],
      ['admin', admin],
      ['core', diagnostic],
    ]);
    return (known.get(log) ?? application).time === 'utc';
  }

  #complain(folder: string, error: unknown): void {
    const now = this.clock.now();
    if (now - this.#complainedAt < COMPLAIN_AGAIN) return;
    this.#complainedAt = now;
    this.logger.error('a log cannot be written; lines are lost', { folder, error });
  }
}

/** By which others may reach this machine, as far as it knows. */
function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ internal }) => !internal)?.address ?? '127.0.0.1';
}
