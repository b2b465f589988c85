import { importGraph, resolveImport } from './imports.js';
import type { ImportSite } from './imports.js';
import type { Problem } from './problem.js';
import type { SourceTree } from './source-tree.js';

/** No file imports itself through others; types count too. Each cycle is reported once, at the import that closes it. */
export function checkCycles(tree: SourceTree): Problem[] {
  const graph = importGraph(tree);
  const done = new Set<string>();
  const trail: string[] = [];
  const problems: Problem[] = [];
  for (const file of graph.keys()) visit(file);
  return problems;

  function visit(file: string): void {
    if (done.has(file)) return;
    trail.push(file);
    for (const site of graph.get(file) ?? []) follow(file, site);
    trail.pop();
    done.add(file);
  }

  function follow(file: string, { specifier, line }: ImportSite): void {
    const target = resolveImport(file, specifier);
    if (target === undefined || !graph.has(target)) return;
    const start = trail.indexOf(target);
    if (start < 0) {
      visit(target);
      return;
    }
    const cycle = [...trail.slice(start), target].join(' → ');
    problems.push({ file, line, says: `closes a cycle: ${cycle}. Move what both need into a file of its own.` });
  }
}
