import { measureBandwidth } from './bandwidth-check.js';
import type { Connection } from './connection.js';
import { CallFailedError } from './responders.js';

/**
 * Measures the bandwidth of a client by its method `check`, and tells it by its method `done`. It runs beside everything
 * else: the client's next messages, the answers among them, must not wait for it.
 *
 * Answers why it does not; undefined if it does.
 *
 * @param begins called before anything is sent
 */
export function checkClientBandwidth(
  connection: Connection,
  check: string,
  done: string,
  begins: () => void = () => undefined,
): string | undefined {
  const options = connection.instance.clientOptions.bandwidthDetection;
  if (!options.enabled) return 'is switched off';
  if (connection.isMeasuringBandwidth) return 'is running already';
  connection.isMeasuringBandwidth = true;
  begins();
  measureBandwidth((payload) => connection.call(check, payload), connection.environment.clock, options)
    .then(({ kilobitsPerSecond, kilobits, duration, latency }) => {
      connection.notify(done, kilobitsPerSecond, kilobits, duration, latency);
    })
    .catch((error: unknown) => {
      if (error instanceof CallFailedError) {
        connection.logger.debug('bandwidth detection ended early', { reason: error.message });
      } else {
        connection.logger.error('bandwidth detection failed', { error });
      }
    })
    .finally(() => {
      connection.isMeasuringBandwidth = false;
    });
  return undefined;
}
