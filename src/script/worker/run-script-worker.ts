import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerSetup } from '../protocol/thread-signals.js';
import { errorReport } from '../ts/error-report.js';
import { boundedBuiltIns } from './bounded-built-ins.js';
import { boundTimers } from './bounded-timers.js';
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
  boundedBuiltIns.runInThisContext();
  boundTimers(() => worker.maxTimers);
  // Nobody listens there, and what waits there would be the server's to keep.
  parentPort?.close();
  worker.start();
}
