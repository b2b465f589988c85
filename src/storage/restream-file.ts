import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { StorageError } from './storage-error.js';

const text = z.string().max(8192);

const place = z.object({ adaptor: text, virtualHost: text, application: text, instance: text });

const restream = z.object({
  ...{ id: text, kind: z.enum(['target', 'source']), place, stream: text, url: text, name: text },
  ...{ enabled: z.boolean(), onDemand: z.boolean() },
});

const content = z.object({ version: z.literal(1), restreams: z.array(restream).max(10_000) });

/** A target or a source of live streams, as the file has it: nothing of it is checked but its type. */
export type FiledRestream = z.output<typeof restream>;

/** `<data>/restream.json`: targets and sources that were made while the server ran. There are keys in it: only its owner may read it. */
export class RestreamFile {
  readonly path: string;

  /** @param dataDir the folder that holds what the server keeps */
  constructor(dataDir: string) {
    this.path = join(dataDir, 'restream.json');
  }

  /** None if there is no file. Rejects with StorageError if there is one that is not right, and with system errors. */
  async load(): Promise<FiledRestream[]> {
    const written = await readFile(this.path, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (written === undefined) return [];
    const parsed = content.safeParse(asJson(written));
    if (parsed.success) return parsed.data.restreams;
    throw new StorageError(`${this.path} is not what this server writes: mend it, or remove it`);
  }

  /** Whoever reads it, also after a crash, finds all or what was there before. */
  async save(restreams: readonly FiledRestream[]): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    await writeFileAtomic(this.path, `${JSON.stringify({ version: 1, restreams }, undefined, 2)}\n`, { mode: 0o600 });
  }
}

function asJson(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}
