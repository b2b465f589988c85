import { FMS_VERSION } from '../netconnection/fms-version.js';

const PLATFORMS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { win32: 'Windows', darwin: 'Macintosh' };

/** What main.asc finds as application.server, in the words of FMS: scripts look for the platform and the version. */
export const FMS_SERVER = `Flash Media Server-${PLATFORMS[process.platform] ?? 'Linux'}/${FMS_VERSION.replaceAll(',', '.')}`;
