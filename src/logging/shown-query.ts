/** Parameters of a query that are looked at; nobody needs more. */
const MAX_PARAMETERS = 50;

/**
 * A query as a log may show it: the names of its parameters, and the values of those that are `shown`. The others may
 * be keys, tokens and passwords, whatever they are called.
 */
export function shownQuery(query: string, shown: ReadonlySet<string>): string {
  if (query === '') return '';
  const parameters = query.split('&', MAX_PARAMETERS + 1);
  const parts = parameters.slice(0, MAX_PARAMETERS).map((parameter) => {
    const equals = parameter.indexOf('=');
    // Without a name it is nothing but a value.
    if (equals < 0) return shown.has(parameter) ? parameter : '…';
    const name = parameter.slice(0, equals);
    return shown.has(name) ? parameter : `${name}=…`;
  });
  return parameters.length > MAX_PARAMETERS ? [...parts, '…'].join('&') : parts.join('&');
}
