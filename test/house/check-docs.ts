import { posix } from 'node:path';
import type { Problem } from './problem.js';
import type { SourceTree } from './source-tree.js';

/** Scripts that npm runs without `run`. */
const shortCommands = new Map([
  ['start', 'start'],
  ['test', 'test'],
  ['t', 'test'],
]);

/** Every relative link of a page leads to a file that `exists`, and its `#anchor` to a heading of that page. */
export function checkLinks(pages: SourceTree, exists: (path: string) => boolean): Problem[] {
  const problems: Problem[] = [];
  for (const [file, text] of pages) {
    for (const { line, content } of prose(text)) {
      for (const [, target = ''] of content.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)) {
        const says = objectToLink(file, target);
        if (says !== undefined) problems.push({ file, line, says });
      }
    }
  }
  return problems;

  function objectToLink(file: string, target: string): string | undefined {
    if (/^[a-z]+:/i.test(target)) return undefined;
    const [path = '', anchor] = target.split('#');
    const destination = path === '' ? file : posix.join(posix.dirname(file), decodeURI(path));
    if (!exists(destination)) return `links to ${target}, and there is no ${destination}; mend or remove the link.`;
    const page = pages.get(destination);
    if (anchor === undefined || page === undefined || anchorsOf(page).has(anchor)) return undefined;
    return `links to ${target}, and ${destination} has no such heading; its anchors: ${[...anchorsOf(page)].join(', ')}.`;
  }
}

/** Every `npm start`, `npm test` and `npm run x` that a page shows is a script of package.json. */
export function checkCommands(pages: SourceTree, scripts: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  for (const [file, text] of pages) {
    text.split('\n').forEach((content, index) => {
      for (const [shown, run, word = ''] of content.matchAll(/\bnpm (run )?([a-z][\w:-]*)/g)) {
        const script = run === undefined ? shortCommands.get(word) : word;
        if (script === undefined || scripts.includes(script)) continue;
        problems.push({ file, line: index + 1, says: `shows \`${shown}\`, which package.json has no script for.` });
      }
    });
  }
  return problems;
}

/** The change log's newest section is the one that the next release will be made of. */
export function checkChangelog(file: string, text: string): Problem[] {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.startsWith('## '));
  if (lines[first]?.trim() === '## Next') return [];
  return [{ file, line: Math.max(first, 0) + 1, says: 'the first section must be `## Next`: add it above this one.' }];
}

/** The lines of a page outside of its code blocks, counted from 1. */
function* prose(text: string): Generator<{ line: number; content: string }> {
  let fence = false;
  for (const [index, content] of text.split('\n').entries()) {
    if (content.trimStart().startsWith('```')) fence = !fence;
    else if (!fence) yield { line: index + 1, content: content.replace(/`[^`]*`/g, '') };
  }
}

/** The anchors that a code host makes of a page's headings: lower case, punctuation gone, spaces to hyphens. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  let fence = false;
  for (const line of text.split('\n')) {
    if (line.trimStart().startsWith('```')) fence = !fence;
    const heading = fence ? undefined : /^#{1,6}\s+(.*?)\s*$/.exec(line)?.[1];
    if (heading === undefined) continue;
    const words = heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '');
    anchors.add(words.replace(/\s/g, '-'));
  }
  return anchors;
}
