import type { MediaLibrary } from '../application/media-library.js';
import type { SafeName } from '../application/safe-name.js';
import type { ApplicationSettings } from '../config/configuration.js';

/** Makes the libraries of applications. */
export interface MediaLibraries {
  /**
   * The recorded media of an application.
   *
   * @param folder of the application
   */
  of(application: SafeName, folder: string, settings: ApplicationSettings): MediaLibrary;
}

/** There is no recorded media anywhere. */
export const noMedia: MediaLibraries = { of: () => ({ open: () => Promise.resolve(undefined) }) };
