/** Milliseconds for which what was read is new enough: many threads are looked at in one turn. */
const FRESH = 50;

let memory = 0;
let readAt = -Infinity;

/** Bytes of memory that the process has, with all of its threads; read a moment ago at most. */
export function processMemory(): number {
  const now = performance.now();
  if (now - readAt > FRESH) {
    memory = process.memoryUsage.rss();
    readAt = now;
  }
  return memory;
}
