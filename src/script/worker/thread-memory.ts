import { Session } from 'node:inspector';
import { getHeapStatistics } from 'node:v8';

/**
 * Bytes of memory that this thread uses, in its heap and in buffers. Where it seems to be more than it may be, what
 * nobody needs is cleared away first, so that it is not counted.
 */
export function threadMemory(limit: number): number {
  const memory = usedMemory();
  if (memory <= limit) return memory;
  const session = new Session();
  session.connect();
  session.post('HeapProfiler.collectGarbage');
  session.disconnect();
  return usedMemory();
}

function usedMemory(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}
