import { realpath } from 'node:fs/promises';
import type { RecordingStore } from '../application/recording-store.js';
import { parseSafeName } from '../application/safe-name.js';
import type { SafeName } from '../application/safe-name.js';
import type { ApplicationSettings, ServerConfiguration } from '../config/configuration.js';
import { applicationSettings } from '../config/configuration.js';
import type { Logger } from '../log/logger.js';
import type { GrowingFiles } from '../storage/growing-files.js';
import { RecordingRoom } from '../storage/recording-room.js';
import { applyRetention } from '../storage/retention.js';
import type { Clock, Timer } from '../time/clock.js';
import { recordingsFolder } from './media-libraries.js';
import { recordingOptions, retentionRules } from './recording-options.js';

/** Milliseconds between two looks for recordings that are not to be kept. */
const RETENTION_INTERVAL = 5 * 60_000;

/** Where the applications of the server record to, as it is configured. */
export class RecordingStores {
  readonly #room: RecordingRoom;
  #timer: Timer | undefined;

  constructor(
    private readonly dataDir: string,
    private readonly clock: Clock,
    private readonly growing: GrowingFiles,
    private readonly logger: Logger,
  ) {
    this.#room = new RecordingRoom(dataDir, clock, growing, logger);
  }

  /** Where an application records to. */
  of(application: SafeName, settings: ApplicationSettings): RecordingStore {
    return this.#room.store(recordingOptions(settings, recordingsFolder(this.dataDir, application, settings)));
  }

  /** Repairs what a crash interrupted, and looks after the age of recordings until {@link close}. */
  async start(configuration: () => ServerConfiguration): Promise<void> {
    await this.#room.start();
    void this.#keep(configuration);
  }

  /** Resolves when all that was recorded is on the disk. */
  async close(): Promise<void> {
    this.#timer?.cancel();
    await this.#room.close();
  }

  async #keep(configuration: () => ServerConfiguration): Promise<void> {
    this.#timer = this.clock.after(RETENTION_INTERVAL, () => void this.#keep(configuration));
    for (const { virtualHosts } of configuration().adaptors) {
      for (const host of virtualHosts) {
        for (const name of host.applicationFolders.keys()) {
          const application = parseSafeName(name);
          if (application !== undefined) await this.#keepOf(application, applicationSettings(host, name));
        }
      }
    }
  }

  async #keepOf(application: SafeName, settings: ApplicationSettings): Promise<void> {
    // Files are known by their real path; a folder that is not there has nothing to delete.
    const folder = await realpath(recordingsFolder(this.dataDir, application, settings)).catch(() => undefined);
    if (folder === undefined) return;
    await applyRetention(retentionRules(settings, folder), this.growing, this.clock.date(), this.logger);
  }
}
