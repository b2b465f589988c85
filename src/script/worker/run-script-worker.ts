import { workerData } from 'node:worker_threads';
import type { WorkerSetup } from '../protocol/thread-signals.js';
import { ScriptWorker } from './script-worker.js';
import type { MakerOf } from './script-worker.js';

/** Begins the work of this thread. */
export function runScriptWorker(makerOf: MakerOf): void {
  const worker = new ScriptWorker(workerData as WorkerSetup, makerOf);
  worker.start();
}
