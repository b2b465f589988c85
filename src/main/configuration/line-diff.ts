import type { Checked } from '../../admin/api/schema/configuration.js';

type Lines = Checked['diff'];

/** Products of line counts up to which the shortest difference is looked for. */
const MAX_CELLS = 4_000_000;

/** What is different between two texts, line by line. */
export function lineDiff(before: string, after: string): Lines {
  const [a, b] = [linesOf(before), linesOf(after)];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const middle = shortest(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  return [...same(a.slice(0, head)), ...middle, ...same(a.slice(a.length - tail))];
}

function linesOf(text: string): string[] {
  if (text === '') return [];
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}

/** By the longest common subsequence. */
function shortest(a: readonly string[], b: readonly string[]): Lines {
  if (a.length * b.length > MAX_CELLS) return [...marked('removed', a), ...marked('added', b)];
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const [below, beside] = [common[(i + 1) * width + j]!, common[i * width + j + 1]!];
      common[i * width + j] = a[i] === b[j] ? common[(i + 1) * width + j + 1]! + 1 : Math.max(below, beside);
    }
  }
  const diff: Lines = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      diff.push({ kind: 'same', text: a[i]! });
      i++;
      j++;
    } else if (common[(i + 1) * width + j]! >= common[i * width + j + 1]!)
      diff.push({ kind: 'removed', text: a[i++]! });
    else diff.push({ kind: 'added', text: b[j++]! });
  }
  return [...diff, ...marked('removed', a.slice(i)), ...marked('added', b.slice(j))];
}

function same(lines: readonly string[]): Lines {
  return marked('same', lines);
}

function marked(kind: Lines[number]['kind'], lines: readonly string[]): Lines {
  return lines.map((text) => ({ kind, text }));
}
