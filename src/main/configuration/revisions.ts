import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';

/** Changes that can be taken back; older ones are forgotten. */
const MAX_REVISIONS = 200;

const record = z.object({
  path: z.string(),
  at: z.number(),
  by: z.string(),
  /** Undefined if there was no file. */
  before: z.string().optional(),
  /** Undefined if there is no file any more. */
  after: z.string().optional(),
});

/** A change of a file of the configuration. */
export type RevisionRecord = z.output<typeof record>;

/** The changes of the configuration that were made here, in `<data>/configuration`, a file each. */
export class Revisions {
  readonly #folder: string;

  constructor(dataDir: string) {
    this.#folder = join(dataDir, 'configuration');
  }

  /** @returns its id */
  async add(revision: RevisionRecord): Promise<string> {
    const digest = createHash('sha256').update(JSON.stringify(revision)).digest('hex').slice(0, 8);
    const id = `${revision.at}-${digest}`;
    // The files of the configuration may hold what is nobody else's business.
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeFileAtomic(join(this.#folder, `${id}.json`), JSON.stringify(revision), { mode: 0o600 });
    const ids = await this.#ids();
    await Promise.all(ids.slice(MAX_REVISIONS).map((old) => rm(join(this.#folder, `${old}.json`), { force: true })));
    return id;
  }

  /** The newest first. */
  async list(): Promise<(RevisionRecord & { readonly id: string })[]> {
    const all = await Promise.all((await this.#ids()).map(async (id) => ({ id, record: await this.find(id) })));
    return all.flatMap(({ id, record: found }) => (found === undefined ? [] : [{ id, ...found }]));
  }

  async find(id: string): Promise<RevisionRecord | undefined> {
    try {
      return record.parse(JSON.parse(await readFile(join(this.#folder, `${id}.json`), 'utf8')));
    } catch {
      return undefined;
    }
  }

  async #ids(): Promise<string[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const ids = names.flatMap((name) => (/^\d+-[0-9a-f]{8}\.json$/.test(name) ? [name.slice(0, -'.json'.length)] : []));
    return ids.sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10) || (a < b ? 1 : -1));
  }
}
