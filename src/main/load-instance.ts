import type { RestreamPlace } from '../application/restream-control.js';
import { parseSafeName } from '../application/safe-name.js';
import type { AfterglowServer } from './afterglow-server.js';

/** Lets an application instance run before anybody connects; nothing happens if there is no such application. */
export async function loadInstance(
  { adaptors }: AfterglowServer,
  { adaptor, virtualHost, application, instance }: RestreamPlace,
): Promise<void> {
  const [name, wanted] = [parseSafeName(application), parseSafeName(instance)];
  const running = adaptors.find((one) => one.adaptor.name === adaptor);
  const host = running?.adaptor.virtualHosts.find((one) => one.name === virtualHost);
  if (name !== undefined) await host?.load(name, wanted);
}
