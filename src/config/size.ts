const UNITS = {
  B: 1,
  KB: 1000,
  MB: 1000 ** 2,
  GB: 1000 ** 3,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
} as const;

/** What {@link parseSize} reads, as a regular expression for editors. */
export const SIZE_PATTERN = String.raw`^\d+(\.\d+)?(B|KB|MB|GB|KiB|MiB|GiB)?$`;

const sizePattern = new RegExp(SIZE_PATTERN);

/**
 * Reads a size in bytes, or a rate in bytes per second: `4096`, `64KiB` (1024 each), `10MB` (1000 each).
 *
 * @returns bytes, rounded to a whole number; undefined if it is no size
 */
export function parseSize(written: unknown): number | undefined {
  const match = sizePattern.exec(String(written));
  if (match === null) return undefined;
  const bytes = Math.round(Number.parseFloat(match[0]) * UNITS[(match[2] ?? 'B') as keyof typeof UNITS]);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** Writes bytes with the largest unit that leaves a whole number: 65536 is `64KiB`, 10000000 is `10MB`. */
export function formatSize(bytes: number): string {
  for (const unit of ['GiB', 'GB', 'MiB', 'MB', 'KiB', 'KB'] as const) {
    if (bytes > 0 && bytes % UNITS[unit] === 0) return `${bytes / UNITS[unit]}${unit}`;
  }
  return String(bytes);
}
