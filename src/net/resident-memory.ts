/** Milliseconds for which what was read is new enough: many threads are looked at in one turn. */
const FRESH = 50;

let memory = 0;
let readAt = -Infinity;

/**
 * Bytes of memory that the process has, with all of its threads; read a moment ago at most. Where no more files may be
 * open it cannot be read: what it was when it last could.
 */
export function residentMemory(): number {
  const now = performance.now();
  if (now - readAt > FRESH) {
    memory = read() ?? memory;
    readAt = now;
  }
  return memory;
}

function read(): number | undefined {
  try {
    return process.memoryUsage.rss();
  } catch {
    return undefined;
  }
}
