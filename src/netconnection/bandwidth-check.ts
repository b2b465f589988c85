import type { AmfValue } from '../amf/value.js';
import type { BandwidthDetectionOptions } from '../application/application-options.js';
import type { Clock } from '../time/clock.js';

/** What a measurement found. */
export interface Bandwidth {
  readonly kilobitsPerSecond: number;
  /** Kilobits that were sent while measuring. */
  readonly kilobits: number;
  /** Milliseconds that the measurement took. */
  readonly duration: number;
  /** Milliseconds there and back, of an empty call. */
  readonly latency: number;
}

/** No client is sent more than this in one call. */
const MAX_PROBE = 1024 * 1024;

/**
 * Measures how fast data reaches a client: an empty call for the latency, then calls that carry more
 * and more, each after the answer to the one before, until `maxWait` has passed.
 *
 * @param probe calls the client with that payload; its promise is the client's answer
 */
export async function measureBandwidth(
  probe: (payload: string) => Promise<AmfValue>,
  clock: Clock,
  { dataSize, maxWait, maxRate }: BandwidthDetectionOptions,
): Promise<Bandwidth> {
  const start = clock.now();
  await probe('');
  const latency = clock.now() - start;
  const measured = clock.now();
  let [bytes, size, answers] = [0, dataSize, 0];
  while (clock.now() - start < maxWait) {
    await probe('x'.repeat(size));
    bytes += size;
    answers++;
    size = Math.min(size + dataSize, MAX_PROBE);
  }
  const duration = clock.now() - measured;
  const kilobits = (bytes * 8) / 1000;
  const sending = Math.max(1, duration - answers * latency);
  return {
    kilobitsPerSecond: Math.round(Math.min(maxRate, (kilobits * 1000) / sending)),
    kilobits: Math.round(kilobits),
    duration,
    latency,
  };
}
