import type { DependencyContainer } from 'tsyringe';
import type { Logger } from '../log/logger.js';
import { FileWatch } from '../storage/file-watch.js';
import { UserFile } from '../storage/user-file.js';
import type { UserRecords } from '../storage/user-records.js';
import { tokens } from './tokens.js';

/** The users of a server that runs: as they are in its data folder, whoever changes them there. */
export class RunningUsers {
  readonly #watch: FileWatch<UserRecords>;
  readonly #logger: Logger;

  constructor(private readonly rooms: DependencyContainer) {
    this.#logger = rooms.resolve(tokens.logger);
    const file = new UserFile(rooms.resolve(tokens.dataDir));
    this.#watch = new FileWatch(
      ...(['users', ({ users }: UserRecords) => users.length, file, rooms.resolve(tokens.clock)] as const),
      this.#logger,
      (records) => rooms.resolve(tokens.users).replace(records),
    );
  }

  /** Reads the users. Rejects if they cannot be read: nobody shall get in because a file is broken. */
  start(): Promise<void> {
    return this.#watch.start();
  }

  /**
   * Makes an administrator if there is no file of users yet.
   *
   * @returns what to log in with, to be shown once; undefined if there was a file, or none can be written
   */
  async makeFirst(): Promise<{ readonly name: string; readonly password: string } | undefined> {
    try {
      return await this.rooms.resolve(tokens.accounts).makeFirst();
    } catch (error) {
      this.#logger.warn('no user of the console could be made: "afterglow user add" makes one', { error });
      return undefined;
    }
  }

  /** Says that nobody can log in yet, if there is nobody: where no person looks, nobody is made. */
  remindOfFirst(): void {
    if (this.rooms.resolve(tokens.users).users.length > 0) return;
    this.#logger.info('nobody can use the console yet: "afterglow user add" makes a user');
  }

  close(): void {
    this.#watch.close();
  }
}
