import { isForeignOrigin } from './foreign-requests.js';

/**
 * Whether a page may ask: one that was loaded from here, or whose origin is in the list letter for letter (`*`: any).
 * Only browsers say where a page is from; whoever else asks is no page.
 */
export function isAllowedOrigin(
  origin: string | undefined,
  host: string | undefined,
  origins: readonly string[],
): boolean {
  if (!isForeignOrigin(origin, host)) return true;
  return origins.includes('*') || (origin !== undefined && origins.includes(origin.toLowerCase()));
}
