const MILLISECONDS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
]);

/** `30s`, `1m30s`, `500ms`; a number alone is seconds. What is none of these is answered as it is. */
export function duration(written = ''): string {
  if (!/^(?:\d+(?:ms|[smhdw])?)+$/.test(written)) return written;
  let total = 0;
  for (const [, number, unit] of written.matchAll(/(\d+)(ms|[smhdw]?)/g))
    total += Number(number) * (MILLISECONDS.get(unit ?? '') ?? 1000);
  return total % 1000 === 0 ? `${total / 1000}s` : `${total}ms`;
}

/** `1m`, `512k`; a number alone is bytes. What is none of these is answered as it is. */
export function size(written = ''): string | number {
  const found = /^(\d+)([kmg]?)$/i.exec(written);
  if (found === null) return written;
  return found[2] === '' ? Number(found[1]) : `${found[1]!}${found[2]!.toUpperCase()}iB`;
}
