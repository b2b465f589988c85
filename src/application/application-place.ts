import type { SafeName } from './safe-name.js';

/** The application instance that a hook is asked for. */
export interface ApplicationPlace {
  /** `application/instance`. */
  readonly path: string;
  /** The instance alone. */
  readonly name: SafeName;
}
