import { pathToFileURL } from 'node:url';
import type { GuestHost } from '../guest/guest-host.js';
import type { InstanceSetup } from '../protocol/script-messages.js';
import { ApplicationGuest } from './application-guest.js';
import { isApplication } from './define-application.js';
import { errorReport } from './error-report.js';

/**
 * Loads an application from its bundle, in the realm of Node.js. A bundle that is loaded already is not loaded again: the
 * instances of a thread share what stands outside of `defineApplication`. Rejects with an Error for people.
 */
export async function loadApplication(host: GuestHost, setup: InstanceSetup): Promise<ApplicationGuest> {
  if (setup.module === undefined) throw new Error(`${setup.file} was not bundled`);
  process.setSourceMapsEnabled(true);
  let exported: { readonly default?: unknown };
  try {
    exported = (await import(pathToFileURL(setup.module).href)) as { readonly default?: unknown };
  } catch (error) {
    const { text } = errorReport('while it was loaded', error, setup.folder);
    throw new Error(text, { cause: error });
  }
  if (!isApplication(exported.default)) {
    throw new Error(`${setup.file} has no application: write \`export default defineApplication((app) => ({ … }))\``);
  }
  return new ApplicationGuest(exported.default, host, setup);
}
