import { RotatingLog } from '../storage/rotating-log.js';
import type { Clock } from '../time/clock.js';
import { escapeField } from './escape-field.js';
import { jsonLine } from './json-line.js';
import type { LogFileOptions } from './log-options.js';
import { rotating } from './log-options.js';
import { logTime } from './log-time.js';

/** Something that the administration was asked for. */
export interface AdminAction {
  /** Who asked; empty if nobody was known. */
  readonly user: string;
  /** From where. */
  readonly address: string;
  /** How that was proved, or by which way the wish came: `session`, `token backup`, `fms`. */
  readonly by: string;
  /** What was asked for: `unloadApp`, `DELETE /api/v1/clients/…`. */
  readonly action: string;
  /** What it was about: `live/_definst_`; never a secret. */
  readonly target: string;
  /** What came of it, as the access log numbers it. */
  readonly status: number;
}

const FIELDS = ['date', 'time', 'x-pid', 'x-status', 'c-ip', 'x-by', 'x-user', 'x-action', 'x-ctx'];
const HEADER = `#Fields: ${FIELDS.join('\t')}`;

/** The log of the administration, `admin.log`: who asked for what, and what came of it, a line each. */
export class AdminLog {
  readonly #log: RotatingLog;

  /**
   * @param path absolute; ends with `.log`
   * @param options as they are now
   * @param failed hears why it cannot be written
   */
  constructor(
    path: string,
    private readonly options: () => LogFileOptions & { readonly enable: boolean },
    private readonly clock: Clock,
    failed: (error: unknown) => void,
  ) {
    this.#log = new RotatingLog(
      path,
      () => rotating(options(), () => HEADER),
      () => clock.date(),
      failed,
    );
  }

  write(told: AdminAction): void {
    const { enable, format, time: zone } = this.options();
    if (!enable) return;
    if (format === 'json') {
      const time = new Date(this.clock.date()).toISOString();
      return this.#log.write(jsonLine([['time', time], ...Object.entries(told)]));
    }
    const { date, time } = logTime(this.clock.date(), zone === 'utc');
    const { status, address, by, user, action, target } = told;
    this.#log.write(
      [date, time, process.pid, status, ...[address, by, user, action, target].map(escapeField)].join('\t'),
    );
  }

  /** Resolves when all is written. */
  async flush(): Promise<void> {
    await this.#log.flush();
  }
}
