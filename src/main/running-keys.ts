import type { AccessKey } from '../application/access-key.js';
import type { KeyAccess } from '../application/key-hook.js';
import type { Logger } from '../log/logger.js';
import { addStreamKey } from '../storage/change-keys.js';
import { KeyFile } from '../storage/key-file.js';
import { FileWatch } from '../storage/file-watch.js';
import type { Clock } from '../time/clock.js';

/** The name of the key that is made on the first start. */
const FIRST_KEY = 'first';

/** The keys of a server that runs: as they are in its data folder, whoever changes them there. */
export class RunningKeys {
  readonly #file: KeyFile;
  readonly #watch: FileWatch<readonly AccessKey[]>;

  constructor(
    dataDir: string,
    private readonly access: KeyAccess,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.#file = new KeyFile(dataDir);
    this.#watch = new FileWatch(
      'keys',
      ({ length }) => length,
      this.#file,
      clock,
      logger,
      (keys) => {
        access.ring.replace(keys);
        access.uses.endInvalid();
      },
    );
  }

  /** Reads the keys. Rejects if they cannot be read: a server must not start as if there were none. */
  start(): Promise<void> {
    return this.#watch.start();
  }

  /**
   * Makes a key for `live` if there is no key file yet.
   *
   * @returns the key, to be shown once; undefined if there was a file, or none can be written
   */
  async makeFirst(): Promise<string | undefined> {
    try {
      if (await this.#file.exists()) return undefined;
      const terms = { name: FIRST_KEY, application: 'live', instance: '*', stream: '*', actions: ['publish'] } as const;
      const { key, shown } = await this.#file.change(addStreamKey(terms, this.clock.date()));
      this.access.ring.replace([key]);
      return shown;
    } catch (error) {
      this.logger.warn('no stream key could be made: "afterglow key add" makes one', { error });
      return undefined;
    }
  }

  /** Says that nobody from elsewhere can publish yet, if there is no key file: where no person looks, no key is made. */
  async remindOfFirst(): Promise<void> {
    if (!(await this.#file.exists())) this.logger.info('there are no stream keys yet: "afterglow key add" makes one');
  }

  close(): void {
    this.#watch.close();
  }
}
