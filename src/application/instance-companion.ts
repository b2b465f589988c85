import type { ApplicationInstance } from './application-instance.js';
import type { Hook } from './hook.js';
import type { RemotePublications } from './remote-publications.js';
import type { SafeName } from './safe-name.js';

/** What is done in one instance beside what clients and scripts do. It is asked after all other hooks. */
export interface InstanceCompanion extends Hook {
  /** It is needed, though nobody may be connected: the instance is not unloaded. */
  readonly isBusy: boolean;
  /** Undefined: what clients publish is published here. */
  readonly publications?: RemotePublications;
  /** The instance runs; said again when the configuration of the application is another. */
  attend(instance: ApplicationInstance): void;
  /** The instance runs no more. */
  close(): void;
}

/** Makes the companions of the instances of an application. */
export interface ApplicationCompanion {
  /** Instances that are to run though nobody is connected, as of now. */
  readonly instances: readonly SafeName[];
  of(instance: SafeName): InstanceCompanion;
}
