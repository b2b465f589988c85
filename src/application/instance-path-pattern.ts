/**
 * Whether a script means `name` with a path of its instance: `/` all, `/foo/bar` that and what is below it, `*` and `?`
 * in the last segment any characters and one.
 */
export function meansName(path: string, name: string): boolean {
  const pattern = path.replace(/^\/+|\/+$/g, '');
  if (pattern === '' || name === pattern || name.startsWith(`${pattern}/`)) return true;
  const cut = pattern.lastIndexOf('/') + 1;
  const rest = name.slice(cut);
  return name.startsWith(pattern.slice(0, cut)) && !rest.includes('/') && matchesWildcards(pattern.slice(cut), rest);
}

/** Whether `text` is as `pattern` says. Takes at most as many steps as both are long multiplied, whatever is written. */
export function matchesWildcards(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let i = 0; i < text.length;) {
    if (pattern[at] === '*') {
      star = at++;
      resume = i;
    } else if (pattern[at] === '?' || pattern[at] === text[i]) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++resume;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
