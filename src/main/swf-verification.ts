import { createHmac, timingSafeEqual } from 'node:crypto';
import { resolve } from 'node:path';
import type { SwfVerification } from '../application/swf-verification.js';
import type { ApplicationSettings } from '../config/configuration.js';
import type { Logger } from '../log/logger.js';
import type { KnownSwf } from '../storage/swf-files.js';
import { SwfFiles } from '../storage/swf-files.js';
import type { Clock } from '../time/clock.js';

/**
 * The SWF verification of an application as it is configured; undefined if it is switched off.
 *
 * @param folder of the application
 */
export function swfVerification(
  { swfVerification: settings }: Pick<ApplicationSettings, 'swfVerification'>,
  folder: string,
  clock: Clock,
  logger: Logger,
): SwfVerification | undefined {
  if (!settings.enabled) return undefined;
  const { swfFolder, dirLevelSWFScan: depth, updateInterval } = settings;
  const path = resolve(folder, swfFolder || 'SWFs');
  const files = new SwfFiles({ path, depth, updateInterval }, clock, logger);
  const listed = settings.hashes.map((written): KnownSwf => {
    const [size = '', hash = ''] = written.split(':');
    return { name: written, instance: undefined, size: Number(size), hash: Buffer.from(hash, 'hex') };
  });
  return {
    connectionBlocking: settings.connectionBlocking,
    firstHashTimeout: settings.firstHashTimeout,
    userAgentExceptions: settings.userAgentExceptions,
    async find(instance, { size, signature }, key) {
      const isIt = (swf: KnownSwf): boolean =>
        swf.size === size &&
        (swf.instance === undefined || swf.instance === instance) &&
        timingSafeEqual(createHmac('sha256', key).update(swf.hash).digest(), signature);
      return (listed.find(isIt) ?? (await files.list()).find(isIt))?.name;
    },
  };
}
