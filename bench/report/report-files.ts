import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { medians } from '../medians.js';
import type { Run } from '../measurement.js';
import type { MachineFacts } from './machine-facts.js';
import { plot } from './plot.js';

/** The files of one benchmark, `<date>.json` and `<date>.svg` in `folder`. */
export class ReportFiles {
  readonly json: string;
  readonly svg: string;

  constructor(
    folder: string,
    private readonly machine: MachineFacts,
    private readonly options: object,
    private readonly notices: readonly string[],
  ) {
    mkdirSync(folder, { recursive: true });
    const name = machine.date.slice(0, 19).replace(/:/g, '-');
    this.json = join(folder, `${name}.json`);
    this.svg = join(folder, `${name}.svg`);
  }

  /** After every run, so that an interruption costs no more than the run it hits. */
  saveRuns(runs: readonly Run[]): void {
    const { machine, options, notices } = this;
    const content = { machine, options, notices, medians: medians(runs), runs };
    writeFileSync(this.json, `${JSON.stringify(content, undefined, 2)}\n`);
  }

  savePlot(runs: readonly Run[]): void {
    const { processor, node, date } = this.machine;
    writeFileSync(this.svg, plot(medians(runs), `${processor} · Node.js ${node} · ${date.slice(0, 10)}`));
  }
}
