import { createHash } from 'node:crypto';
import type { BlockStore } from './block-cache.js';
import type { RemoteFileFacts } from './remote-file.js';

/**
 * What was said last of the files of other servers, kept beside their blocks: without it nobody would know after a restart
 * which blocks belong together.
 */
export class FileDescriptions {
  constructor(private readonly store: BlockStore) {}

  /** @param name which file it is, in the words of whoever asks for it */
  async load(name: string): Promise<RemoteFileFacts | undefined> {
    const bytes = await this.store.load(storedName(name));
    return bytes && decodeFileFacts(new TextDecoder().decode(bytes));
  }

  /** Takes the place of what was said before. That of a file that grows is not kept, and neither are its blocks. */
  save(name: string, facts: RemoteFileFacts): void {
    if (facts.isGrowing) return;
    this.store.save(storedName(name), new TextEncoder().encode(JSON.stringify(facts)), 'replace');
  }

  /** There is no such file any more. */
  async forget(name: string): Promise<void> {
    if ((await this.load(name)) !== undefined) this.store.save(storedName(name), new Uint8Array(0), 'replace');
  }
}

/** Undefined if the text is no description. */
export function decodeFileFacts(text: string): RemoteFileFacts | undefined {
  try {
    const { key, version, size, isGrowing } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    if (typeof key !== 'string' || typeof version !== 'string') return undefined;
    if (!Number.isSafeInteger(size) || (size as number) < 0) return undefined;
    return { key, version, size: size as number, isGrowing: isGrowing === true };
  } catch {
    return undefined;
  }
}

function storedName(name: string): string {
  return `${createHash('sha256').update(`description\n${name}`).digest('hex').slice(0, 40)}-0`;
}
