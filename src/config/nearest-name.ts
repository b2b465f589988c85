/**
 * The name that was probably meant: the one with the fewest slips (a letter wrong, missing, too many, or two
 * swapped), if they are few for its length. Upper and lower case do not count.
 */
export function nearestName(written: string, names: Iterable<string>): string | undefined {
  const allowed = Math.max(1, Math.floor(written.length / 3));
  let nearest: string | undefined;
  let fewest = allowed + 1;
  for (const name of names) {
    if (Math.abs(name.length - written.length) >= fewest) continue;
    const slips = slipsBetween(written.toLowerCase(), name.toLowerCase());
    if (slips < fewest) [nearest, fewest] = [name, slips];
  }
  return nearest;
}

/** The optimal string alignment distance, by rows. */
function slipsBetween(a: string, b: string): number {
  let twoAbove: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let slips = Math.min(above[column]! + 1, current[column - 1]! + 1, above[column - 1]! + (same ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        slips = Math.min(slips, twoAbove[column - 2]! + 1);
      }
      current.push(slips);
    }
    [twoAbove, above] = [above, current];
  }
  return above[b.length]!;
}
