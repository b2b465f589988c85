import type { Scrape } from './scrape.js';
import { readScrape, sampleKey } from './scrape.js';
import type { ServerProcess } from './server-process.js';

/** Where a server process listens, as its ready line says: `http` and `admin`, as `http://127.0.0.1:4711`. */
export function addressOf(server: ServerProcess, which: 'http' | 'admin'): string {
  const ready = server.log().find(({ event }) => event === 'ready');
  return `http://${String(ready?.[which])}`;
}

/** One scrape of a server's metrics. */
export class Metrics {
  private constructor(private readonly scrape: Scrape) {}

  static async of(server: ServerProcess): Promise<Metrics> {
    const response = await fetch(`${addressOf(server, 'admin')}/metrics`);
    return new Metrics(readScrape(await response.text()));
  }

  get families(): Scrape['families'] {
    return this.scrape.families;
  }

  get all(): Scrape['samples'] {
    return this.scrape.samples;
  }

  /** A value of the process. */
  process(name: string, labels: Readonly<Record<string, string>> = {}): number | undefined {
    return this.scrape.samples.get(sampleKey(name, labels));
  }

  /** A value of the application `live`. */
  live(name: string, more: Readonly<Record<string, string>> = {}): number | undefined {
    const labels = { adaptor: '_defaultRoot_', vhost: '_defaultVHost_', application: 'live', ...more };
    return this.scrape.samples.get(sampleKey(name, labels));
  }
}
