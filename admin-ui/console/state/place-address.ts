/** Where one is in the console: everything after `#/`, so that the server needs to know no page by name. */
export interface Place {
  readonly page: string;
  /** What is looked at on the page, from the general to the particular. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

/** The place that a fragment `#/page/a/b?x=y` means. */
export function parsePlace(fragment: string): Place {
  const [path = '', query = ''] = fragment.replace(/^#\/?/, '').split('?');
  const [page = '', ...rest] = path.split('/').map(decoded);
  return { page, path: rest, query: new URLSearchParams(query) };
}

/** The fragment of a place. Empty values of the query are left out. */
export function hrefOf(
  page: string,
  path: readonly string[] = [],
  query: Readonly<Record<string, string>> = {},
): string {
  const filled = Object.entries(query).filter(([, value]) => value !== '');
  const search = filled.length === 0 ? '' : `?${new URLSearchParams(filled).toString()}`;
  return `#/${[page, ...path].map(encodeURIComponent).join('/')}${search}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
