import type { z } from 'zod';
import { checkTree } from './check-tree.js';
import { ConfigurationFiles } from './configuration-files.js';
import type { Level } from './levels.js';
import { levels } from './levels.js';
import type { Problem } from './problem.js';
import { mergeTrees } from './tree.js';
import type { Tree, TreePath } from './tree.js';
import { YamlTree } from './yaml-tree.js';

/** The settings of one file that are right, and the text they come from; of a missing file both are nothing. */
export interface SettingsFile {
  readonly file: string;
  readonly tree: Tree;
  readonly text: YamlTree | undefined;
}

/** Reads files of settings, collects what is wrong with them, and makes complete settings of what is right. */
export class SettingsReader {
  readonly files: ConfigurationFiles;
  /** Everything that was found wrong so far; whoever finds more adds it. */
  readonly problems: Problem[];

  /**
   * @param strongest what the command line sets, laid on every file of the level
   * @param texts taken for what is in these files
   */
  constructor(
    private readonly strongest: Readonly<Record<Level, Tree>>,
    texts?: ReadonlyMap<string, string>,
  ) {
    this.files = new ConfigurationFiles(texts);
    this.problems = this.files.problems;
  }

  async read(file: string, level: Level): Promise<SettingsFile> {
    const written = await this.files.read(file);
    if (written === undefined) return { file, tree: {}, text: undefined };
    const text = YamlTree.parse(written);
    this.problems.push(...text.mistakes.map((mistake) => ({ file, key: '', severity: 'error' as const, ...mistake })));
    const placeOf = (path: TreePath, part: 'key' | 'value') => ({ file, ...text.placeOf(path, part) });
    const { tree, problems } = checkTree(text.tree, levels[level].schema, placeOf);
    this.problems.push(...problems);
    return { file, tree, text };
  }

  /** Lays trees, each of them checked, on one another, and the command line on them all. */
  resolve<Name extends Level>(level: Name, ...trees: Tree[]): z.output<(typeof levels)[Name]['schema']> {
    const merged = [...trees, this.strongest[level]].reduce(mergeTrees, {});
    return levels[level].schema.parse(merged) as z.output<(typeof levels)[Name]['schema']>;
  }
}
