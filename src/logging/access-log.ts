import type { AccessEvent, AccessWitness } from '../application/access-event.js';
import { withoutKeys } from '../application/key-text.js';
import type { RotatingLogOptions } from '../storage/rotating-log.js';
import { RotatingLog } from '../storage/rotating-log.js';
import type { Clock } from '../time/clock.js';
import { AccessCheckpoints } from './access-checkpoints.js';
import type { AccessField, AccessSurroundings } from './access-fields.js';
import { ACCESS_FIELDS, USUAL_EVENTS, USUAL_FIELDS } from './access-fields.js';
import { escapeField, shortened } from './escape-field.js';
import { jsonLine } from './json-line.js';
import type { LoggedEvent, LoggedEventName } from './logged-event.js';
import { LoggedEvents } from './logged-event.js';
import type { LogFileOptions } from './log-options.js';
import { rotating } from './log-options.js';
import { logTime } from './log-time.js';

/** What is written to the access log, and how. */
export interface AccessLogOptions extends LogFileOptions {
  readonly enable: boolean;
  /** Empty for the usual ones. */
  readonly events: readonly LoggedEventName[];
  /** Empty for the usual ones. */
  readonly fields: readonly AccessField[];
  /** Parameters of queries whose values are shown; of others there is the name alone. */
  readonly shownParameters: readonly string[];
  /** Milliseconds between two lines of what goes on for long; 0 for none. */
  readonly checkpoints: number;
}

/** What the log is told of the machine. */
export interface AccessLogMeans {
  readonly clock: Clock;
  /** `Afterglow/0.1.0` */
  readonly software: string;
  readonly surroundings: Omit<AccessSurroundings, 'time' | 'shownParameters'>;
  /** Hears why it cannot be written. */
  readonly failed: (error: unknown) => void;
}

/** Everybody may come and go at once: what is missing here is missing on a bill. */
const MAX_WAITING = 32 * 1024 * 1024;

/** What was made of the options, as long as they are the same. */
interface Settled {
  readonly of: AccessLogOptions;
  readonly events: ReadonlySet<string>;
  readonly fields: readonly AccessField[];
  readonly shownParameters: ReadonlySet<string>;
  readonly file: RotatingLogOptions;
}

/** The access log: who came, published, played and went, a line each, in the format and the words of FMS. */
export class AccessLog implements AccessWitness {
  readonly #log: RotatingLog;
  readonly #derived = new LoggedEvents();
  readonly #checkpoints: AccessCheckpoints;
  #settled: Settled | undefined;

  /**
   * @param path absolute; ends with `.log`
   * @param options as they are now
   */
  constructor(
    path: string,
    private readonly options: () => AccessLogOptions,
    private readonly means: AccessLogMeans,
  ) {
    const { clock, failed } = means;
    this.#log = new RotatingLog(
      path,
      () => this.#settle().file,
      () => clock.date(),
      failed,
    );
    const interval = (): number => (this.options().enable ? this.options().checkpoints : 0);
    this.#checkpoints = new AccessCheckpoints(clock, interval, (event) => this.#write(event));
  }

  happened(told: AccessEvent): void {
    this.#checkpoints.happened(told);
    for (const event of this.#derived.of(told)) this.#write(event);
  }

  #write(event: LoggedEvent): void {
    const { of, events, fields, shownParameters } = this.#settle();
    if (!of.enable || !events.has(event.event)) return;
    const time = logTime(this.means.clock.date(), of.time === 'utc');
    const surroundings = { ...this.means.surroundings, time, shownParameters };
    const values = fields.map((field) => ACCESS_FIELDS[field](event, surroundings));
    this.#log.write(
      of.format === 'json'
        ? jsonLine(fields.map((field, at) => [field, whole(values[at])]))
        : values.map((value) => (typeof value === 'number' ? String(value) : escapeField(value ?? ''))).join('\t'),
    );
  }

  /** Resolves when all is written. */
  async flush(): Promise<void> {
    await this.#log.flush();
  }

  /** Other fields are other lines: those who read them must be told. */
  #settle(): Settled {
    const of = this.options();
    if (this.#settled?.of === of) return this.#settled;
    const before = this.#settled;
    const fields = of.fields.length === 0 ? USUAL_FIELDS : of.fields;
    const events = new Set<string>(of.events.length === 0 ? USUAL_EVENTS : of.events);
    const isOther = before?.of.format !== of.format || before.fields.join() !== fields.join();
    const file = { ...rotating(of, () => this.#header), maxWaiting: MAX_WAITING };
    this.#settled = { of, events, fields, shownParameters: new Set(of.shownParameters), file };
    if (isOther && of.enable) this.#log.announce();
    return this.#settled;
  }

  get #header(): string {
    const { of, fields } = this.#settle();
    const { date, time } = logTime(this.means.clock.date(), of.time === 'utc');
    return [
      '#Version: 1.0',
      `#Start-Date: ${date} ${time}`,
      `#Software: ${this.means.software}`,
      `#Date: ${date}`,
      `#Fields: ${fields.join('\t')}`,
    ].join('\n');
  }
}

/** Without keys before it is cut: of half a key nobody sees that it is one. */
function whole(value: string | number | undefined): string | number | undefined {
  return typeof value === 'string' ? shortened(withoutKeys(value)) : value;
}
