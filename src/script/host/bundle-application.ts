import { dirname, extname, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Message, OnLoadArgs, OnLoadResult, OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from 'esbuild';
import { withEsbuild } from '../esbuild-service.js';

export interface ApplicationSource {
  /** Absolute: of the application. */
  readonly folder: string;
  /** Absolute: its main.ts. */
  readonly file: string;
  /** The text of a file. */
  readonly read: (path: string) => Promise<string>;
}

/** A place in the sources of an application, and what is wrong there. */
export interface SourceProblem {
  /** `main.ts:12:5: Could not resolve "./rooms.js"`, with the line below it. */
  readonly text: string;
  /** Relative to the folder of the application. */
  readonly file?: string;
  readonly line?: number;
}

/** What an application was made into, or what is wrong with it. */
export interface ApplicationBundle {
  /** One ES module with its source map inline; undefined if there are `errors`. */
  readonly code: string | undefined;
  readonly errors: readonly SourceProblem[];
  readonly warnings: readonly SourceProblem[];
  /** Absolute: what it was made from, and of a broken one what was read. */
  readonly files: readonly string[];
}

/** What applications import of the server. */
const OWN_MODULE = 'afterglow-media/application';
const TARGET = 'node20';
const PLACE_OF = { url: '__afterglowUrl', dirname: '__afterglowFolder', filename: '__afterglowFile' } as const;
const SOURCES = /\.[cm]?[jt]sx?$/;
/** What Node.js itself can load of a package; TypeScript of a workspace it cannot. */
const LOADABLE = new Set(['.js', '.mjs', '.cjs', '.node', '']);
const RESOLVED = Symbol('resolved');

/**
 * Makes one module of an application: its own files in it, packages left where they are, the server's module that of the
 * server that runs. Nothing is written. Rejects only if esbuild itself cannot run.
 */
export function bundleApplication({ folder, file, read }: ApplicationSource): Promise<ApplicationBundle> {
  const files = new Set<string>([file]);
  return withEsbuild(async (esbuild) => {
    try {
      const { outputFiles, warnings } = await esbuild.build({
        entryPoints: [file],
        absWorkingDir: folder,
        outfile: `${file}.bundle.mjs`,
        ...{ bundle: true, write: false, format: 'esm', platform: 'node', target: TARGET, logLevel: 'silent' },
        ...{ sourcemap: 'inline', sourcesContent: false, sourceRoot: `${pathToFileURL(dirname(file)).href}/` },
        // Only what Node.js itself knows: packages are loaded by it.
        conditions: [],
        define: Object.fromEntries(Object.entries(PLACE_OF).map(([name, as]) => [`import.meta.${name}`, as])),
        plugins: [packagesPlugin(), sourcesPlugin(read, files)],
      });
      return { code: outputFiles[0]!.text, ...problems(folder, { warnings }), files: [...files] };
    } catch (error) {
      const failed = error as { readonly errors?: readonly Message[]; readonly warnings?: readonly Message[] };
      if (failed.errors === undefined) throw error;
      return { code: undefined, ...problems(folder, failed), files: [...files] };
    }
  });
}

/** What is wrong, as a person is told it. */
export function problemText({ errors }: Pick<ApplicationBundle, 'errors'>): string {
  return errors.map(({ text }) => text).join('\n');
}

function packagesPlugin(): Plugin {
  return {
    name: 'packages',
    setup: (build) => void build.onResolve({ filter: /^[^./]/ }, (args) => resolvePackage(build, args)),
  };
}

async function resolvePackage(build: PluginBuild, args: OnResolveArgs): Promise<OnResolveResult | undefined> {
  if (args.kind === 'entry-point' || args.pluginData === RESOLVED || /^[A-Za-z]:[\\/]/.test(args.path))
    return undefined;
  if (args.path === OWN_MODULE)
    return { path: new URL(`../ts/index${ownExtension()}`, import.meta.url).href, external: true };
  const { kind, importer, resolveDir } = args;
  const found = await build.resolve(args.path, { kind, importer, resolveDir, pluginData: RESOLVED });
  if (found.errors.length > 0)
    return { errors: found.errors.map((error) => ({ ...error, notes: packageNotes(args) })) };
  const { path, external, sideEffects } = found;
  if (external) return { path, external };
  if (!/[\\/]node_modules[\\/]/.test(path) || !LOADABLE.has(extname(path))) return { path, sideEffects };
  return { path: pathToFileURL(path).href, external: true };
}

function packageNotes({ path }: OnResolveArgs): { text: string }[] {
  const name = path.split('/').slice(0, path.startsWith('@') ? 2 : 1);
  return [
    { text: `Is the package installed? Run \`npm install ${name.join('/')}\` in the folder of the application.` },
  ];
}

/** Notes what is read, and gives `import.meta` of each file its own meaning, as if it had not been bundled. */
function sourcesPlugin(read: ApplicationSource['read'], files: Set<string>): Plugin {
  const load = async ({ path }: OnLoadArgs): Promise<OnLoadResult | undefined> => {
    files.add(path);
    if (!SOURCES.test(path)) return undefined;
    const text = await read(path);
    if (!text.includes('import.meta.') || text.startsWith('#!')) return undefined;
    const places = { url: pathToFileURL(path).href, dirname: dirname(path), filename: path };
    const declared = Object.entries(places).map(([name, place]) => {
      return `${PLACE_OF[name as keyof typeof places]}=${JSON.stringify(place)}`;
    });
    return { contents: `var ${declared.join()};${text}`, loader: 'default' };
  };
  return { name: 'sources', setup: (build) => void build.onLoad({ filter: /.*/, namespace: 'file' }, load) };
}

function problems(
  folder: string,
  { errors = [], warnings = [] }: { readonly errors?: readonly Message[]; readonly warnings?: readonly Message[] },
): Pick<ApplicationBundle, 'errors' | 'warnings'> {
  const problem = (message: Message): SourceProblem => sourceProblem(folder, message);
  return { errors: errors.map(problem), warnings: warnings.map(problem) };
}

function sourceProblem(folder: string, { text, location, notes }: Message): SourceProblem {
  const advice = notes.map((note) => (note.text === '' ? '' : `\n    ${note.text}`)).join('');
  if (location === null) return { text: `${text}${advice}` };
  const file = relative(folder, fileOf(folder, location.file)).replaceAll('\\', '/');
  const { line, column, lineText } = location;
  const where = `${file}:${line}:${column + 1}: ${text}`;
  const shown = lineText.trim() === '' ? '' : `\n    ${lineText.trim()}`;
  return { text: `${where}${shown}${advice}`, file, line };
}

/** esbuild names files relative to the folder that it works in, with `/`. */
function fileOf(folder: string, file: string): string {
  return fileURLToPath(new URL(file.split('/').map(encodeURIComponent).join('/'), `${pathToFileURL(folder).href}/`));
}

/** The server may run from its sources, in a test. */
function ownExtension(): string {
  return extname(fileURLToPath(import.meta.url));
}
