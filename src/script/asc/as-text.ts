/** What a script passes where a text belongs, as JavaScript makes one of it. Throws what its toString throws. */
export function asText(value: unknown): string {
  return String(value);
}
