import { posix } from 'node:path';
import ts from 'typescript';
import type { Problem } from './problem.js';
import type { SourceTree } from './source-tree.js';

const MAX_LINES = 300;
const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|d))?\.(ts|mjs)$/;
const nameOfNothing = /(^|\/)(utils?|helpers?|common|misc)(\.|\/)/;
const unfinished = /\b(TO[D]O|FIX[M]E)\b/;

/** What each source file must be: short, named by its job in kebab-case, finished, exporting by name. */
export function checkFiles(tree: SourceTree): Problem[] {
  return [...tree].flatMap(([file, text]) => [
    ...checkName(file),
    ...checkLength(file, text),
    ...checkFinished(file, text),
    ...checkExports(file, text),
  ]);
}

function checkName(file: string): Problem[] {
  const problems: Problem[] = [];
  if (!kebabCase.test(posix.basename(file))) {
    problems.push({ file, line: 1, says: 'name the file after its main export, in kebab-case.' });
  }
  if (nameOfNothing.test(file)) {
    problems.push({ file, line: 1, says: 'this name says nothing; name the file after the one thing it does.' });
  }
  return problems;
}

function checkLength(file: string, text: string): Problem[] {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  if (lines <= MAX_LINES) return [];
  return [{ file, line: MAX_LINES + 1, says: `has ${lines} lines, ${MAX_LINES} are the limit; split it by job.` }];
}

function checkFinished(file: string, text: string): Problem[] {
  return text.split('\n').flatMap((content, index) => {
    const word = unfinished.exec(content)?.[1];
    return word === undefined ? [] : [{ file, line: index + 1, says: `${word}: do it now or open an issue.` }];
  });
}

function checkExports(file: string, text: string): Problem[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  return source.statements.filter(exportsDefault).map((statement) => ({
    file,
    line: source.getLineAndCharacterOfPosition(statement.getStart()).line + 1,
    says: 'has a default export; export by name.',
  }));
}

function exportsDefault(statement: ts.Statement): boolean {
  if (ts.isExportAssignment(statement)) return true;
  if (ts.isExportDeclaration(statement)) {
    const { exportClause } = statement;
    if (exportClause === undefined || !ts.isNamedExports(exportClause)) return false;
    return exportClause.elements.some((element) => element.name.text === 'default');
  }
  if (!ts.canHaveModifiers(statement)) return false;
  return ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false;
}
