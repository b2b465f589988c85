import { setFlagsFromString } from 'node:v8';

/** Of Node.js 24. */
const FROM = 13;

/**
 * Lets V8 end every loop. The compiler of V8 13 takes some endless loops, as one of `push(new Array(1000))`, for so short
 * that nothing need interrupt them: a thread in it heard neither `terminate` nor that its memory was used up, which ended
 * the process. What it unrolls otherwise is worth little to scripts. To be called before their first thread.
 */
export function keepLoopsInterruptible(): void {
  if (Number(process.versions.v8.split('.', 1)[0]) >= FROM) setFlagsFromString('--no-turboshaft-loop-unrolling');
}
