import { explicitPath } from './explicit-address.js';
import { withoutOuterSlashes } from './outer-slashes.js';
import type { SafeName } from './safe-name.js';
import { parseSafeName } from './safe-name.js';
import { splitQuery } from './stream-name.js';

/** The instance of a client that names none. */
export const DEFAULT_INSTANCE = '_definst_' as SafeName;

/** Where a client wants to go. */
export interface ApplicationAddress {
  readonly application: SafeName;
  readonly instance: SafeName;
  readonly query: string;
  /** The host that the client dialled, in lower case and without port; empty if it did not say. */
  readonly host: string;
}

/**
 * Reads the `app` (`application[/instance][?query]`) and `tcUrl` of a connect command; undefined if
 * they name nothing that could exist.
 */
export function parseApplicationAddress(app: string, tcUrl: string): ApplicationAddress | undefined {
  const { before: path, after: query } = splitQuery(explicitPath(app) ?? app);
  const trimmed = withoutOuterSlashes(path);
  const slash = trimmed.indexOf('/');
  const application = parseSafeName(slash < 0 ? trimmed : trimmed.slice(0, slash));
  const instance = slash < 0 ? DEFAULT_INSTANCE : parseSafeName(trimmed.slice(slash + 1));
  if (application === undefined || instance === undefined) return undefined;
  return { application, instance, query, host: requestedHost(query) ?? hostOf(tcUrl) };
}

/** `_fcs_vhost=name` in the query chooses a virtual host other than the one of the address. */
function requestedHost(query: string): string | undefined {
  return /(?:^|&)_fcs_vhost=([\p{L}\p{N}._-]+)/u.exec(query)?.[1]?.toLowerCase();
}

function hostOf(tcUrl: string): string {
  const authority = /^[a-z]+:\/\/(?:[^/?#]*@)?(\[[0-9a-f:.]+\]|[\p{L}\p{N}._-]+)/iu.exec(tcUrl);
  return (authority?.[1] ?? '').toLowerCase();
}
