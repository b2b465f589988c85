/**
 * Reads the parameters of a query, which comes without its question mark. Encoders append queries to
 * queries (`auth?authmod=adobe&user=x`), so that a question mark separates like an ampersand. A plus is
 * a plus: the base64 of a login is not escaped. Of a parameter that comes twice the first counts.
 */
export function queryParameters(query: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const part of query.split(/[?&]/)) {
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    if (name !== '' && !parameters.has(name)) parameters.set(name, equals < 0 ? '' : unescaped(part.slice(equals + 1)));
  }
  return parameters;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
