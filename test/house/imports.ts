import { posix } from 'node:path';
import ts from 'typescript';
import type { SourceTree } from './source-tree.js';

/** One `import`, `export … from` or `import()`, of values or of types only. */
export interface ImportSite {
  readonly specifier: string;
  readonly line: number;
}

/** Every import of a file, wherever it stands in it. */
export function importsOf(path: string, text: string): ImportSite[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  const sites: ImportSite[] = [];
  visit(source);
  return sites;

  function visit(node: ts.Node): void {
    const specifier = specifierOf(node);
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      sites.push({ specifier: specifier.text, line: line + 1 });
    }
    ts.forEachChild(node, visit);
  }
}

function specifierOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return node.argument.literal;
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return node.arguments[0];
  return undefined;
}

/** The path in the tree that a relative specifier means (`./x.js` is the source `x.ts`); undefined for packages. */
export function resolveImport(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts');
}

/** The imports of every file of the tree, parsed once. */
export function importGraph(tree: SourceTree): Map<string, ImportSite[]> {
  return new Map([...tree].map(([path, text]) => [path, importsOf(path, text)]));
}
