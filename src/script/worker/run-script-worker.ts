import { workerData } from 'node:worker_threads';
import type { WorkerSetup } from '../protocol/thread-signals.js';
import { errorReport } from '../ts/error-report.js';
import { guardThread } from './guard-thread.js';
import { LogBound } from './log-bound.js';
import { ScriptWorker } from './script-worker.js';
import type { MakerOf } from './script-worker.js';

/** Begins the work of this thread. */
export function runScriptWorker(makerOf: MakerOf): void {
  const worker = new ScriptWorker(workerData as WorkerSetup, makerOf);
  const log = new LogBound(
    (line) => worker.link.send({ kind: 'log', instance: '', line }),
    () => performance.now(),
  );
  guardThread(
    (line) => log.log(line),
    (where, error) => errorReport(where, error, worker.folder),
  );
  worker.start();
}
