import type { ApplicationCatalog, ApplicationDefinition } from '../application/application-definition.js';
import type { ApplicationCompanion } from '../application/instance-companion.js';
import type { KeyAccess } from '../application/key-hook.js';
import type { SafeName } from '../application/safe-name.js';
import type { ApplicationSettings, VirtualHostConfiguration } from '../config/configuration.js';
import { applicationSettings } from '../config/configuration.js';
import type { Logger } from '../log/logger.js';
import type { SlateSource } from '../storage/slate-files.js';
import type { Slate } from '../stream/slate.js';
import type { Clock } from '../time/clock.js';
import { accessHooks } from './access-hooks.js';
import type { ConfiguredScripts } from './configured-scripts.js';
import type { ConfiguredWebhooks } from './configured-webhooks.js';
import type { MediaLibraries } from './media-libraries.js';
import type { RemoteApplications } from './remote-applications.js';
import { isRemote } from './remote-applications.js';
import type { RecordingStores } from './recording-stores.js';
import { applicationOptions } from './room-options.js';
import type { SharedObjectStores } from './shared-object-stores.js';
import { swfVerification } from './swf-verification.js';

/** The applications of a virtual host as its configuration has them now. */
export function configuredCatalog(
  configuration: () => VirtualHostConfiguration,
  keys: KeyAccess,
  slates: SlateSource,
  libraries: MediaLibraries,
  stores: Pick<RecordingStores, 'of'>,
  objectStores: Pick<SharedObjectStores, 'of'>,
  webhooks: Pick<ConfiguredWebhooks, 'hook'>,
  scripts: Pick<ConfiguredScripts, 'of'>,
  logger: Logger,
  clock: Clock,
  companion: (application: SafeName) => ApplicationCompanion,
  remote: RemoteApplications,
): ApplicationCatalog {
  return {
    async find(name): Promise<ApplicationDefinition | undefined> {
      const host = configuration();
      const folder = host.applicationFolders.get(name);
      const settings = applicationSettings(host, name);
      const present = () => applicationSettings(configuration(), name);
      const hooks = accessHooks(name, present, keys, webhooks.hook(host.name, name, present));
      if (isRemote(name, settings)) {
        const sharedObjects = objectStores.of(name, present);
        const options = applicationOptions(settings, undefined);
        return remote.definition(name, present, {
          options,
          hooks,
          recordings: stores.of(name, settings),
          sharedObjects,
        });
      }
      if (folder === undefined) return undefined;
      const slate = await slateOf(settings, slates, logger);
      const media = libraries.of(name, folder, settings);
      const recordings = stores.of(name, settings);
      const sharedObjects = objectStores.of(name, present);
      const playlists = host.applicationPlaylists.get(name) ?? [];
      const script = scripts.of({ virtualHost: host.name, application: name, folder }, present);
      return {
        options: {
          ...applicationOptions(settings, slate),
          swfVerification: swfVerification(settings, folder, clock, logger.child({ application: name })),
        },
        hooks,
        media,
        recordings,
        sharedObjects,
        playlists,
        script,
        companion: companion(name),
      };
    },
  };
}

async function slateOf(settings: ApplicationSettings, slates: SlateSource, logger: Logger): Promise<Slate | undefined> {
  const { file } = settings.streamManager.live.slate;
  if (file === '') return undefined;
  try {
    return await slates.load(file);
  } catch (error) {
    logger.warn('the slate cannot be shown, so there is none', { file, error });
    return undefined;
  }
}
