import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { InstanceServices } from '../../src/script/worker/instance-services.js';
import { AscRun } from './asc-run.js';

/** One instance of main.asc with real files, in a folder of its own, and real sockets and web servers on this machine. */
export class AscServicesRun {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'asc-')));
  readonly #watchers = new Set<() => void>();
  readonly #services: InstanceServices;
  #run: AscRun | undefined;

  private constructor(allowed: readonly string[], certificates: string | undefined) {
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
    const setup = { folder: this.folder, fileFolders: {}, allowedAddresses: allowed };
    const enqueue = (_label: string, run: () => void): void => {
      run();
      for (const watcher of [...this.#watchers]) watcher();
    };
    this.#services = new InstanceServices(setup, enqueue, certificates);
    onTestFinished(() => this.#services.close());
  }

  /**
   * @param allowed private addresses that may be asked
   * @param certificates that are trusted, in PEM
   */
  static async load(
    script: string,
    allowed: readonly string[] = ['loopback'],
    certificates?: string,
  ): Promise<AscServicesRun> {
    const made = new AscServicesRun(allowed, certificates);
    made.#run = await AscRun.load(script, { services: made.#services });
    made.#run.start();
    return made;
  }

  get run(): AscRun {
    return this.#run!;
  }

  /** What the script has traced, when it is so many lines. */
  async traced(count: number): Promise<string[]> {
    while (this.run.traced.length < count) {
      await new Promise<void>((resolve) => {
        const watcher = (): void => {
          this.#watchers.delete(watcher);
          resolve();
        };
        this.#watchers.add(watcher);
      });
    }
    return this.run.traced;
  }
}
