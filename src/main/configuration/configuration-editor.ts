import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { ApiError, found } from '../../admin/api/api-error.js';
import type { ConfigurationDesk } from '../../admin/api/configuration-desk.js';
import type {
  Checked,
  ConfigurationEdit,
  ConfigurationFileList,
  ConfigurationText,
  Revision,
  Save,
  Saved,
} from '../../admin/api/schema/configuration.js';
import type { ConfigurationChange } from '../../config/configuration-changes.js';
import { configurationChanges } from '../../config/configuration-changes.js';
import type { ServerConfiguration } from '../../config/configuration.js';
import { shippedSchemas } from '../../config/shipped-files.js';
import type { LoadedConfiguration } from '../../config/load-configuration.js';
import type { Clock } from '../../time/clock.js';
import { editYaml } from './edit-yaml.js';
import type { FilePlace } from './file-places.js';
import { describePlace, filePlaces } from './file-places.js';
import { lineDiff } from './line-diff.js';
import type { Revisions } from './revisions.js';

/** What the editor of the configuration works with. */
export interface ConfigurationEditorMeans {
  readonly confDir: string;
  readonly configuration: () => ServerConfiguration;
  /** Reads the configuration, with texts in the place of some files. */
  readonly load: (texts: ReadonlyMap<string, string>) => Promise<LoadedConfiguration>;
  /** Takes over what is in the files. */
  readonly reload: () => Promise<void>;
  readonly revisions: Revisions;
  readonly clock: Clock;
}

/** Reads, checks and changes the files of the configuration; whatever it writes is valid, and can be taken back. */
export class ConfigurationEditor implements ConfigurationDesk {
  /** One change at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly means: ConfigurationEditorMeans) {}

  async files(): Promise<ConfigurationFileList> {
    const places = await this.#places();
    const { problems } = await this.means.load(new Map());
    return {
      items: await Promise.all(places.map(describePlace)),
      problems: problems.map((problem) => ({ ...problem })),
    };
  }

  async text(path: string): Promise<ConfigurationText> {
    const text = await textOf(await this.#place(path));
    return { path, text: text ?? '', version: versionOf(text) };
  }

  async check(edit: ConfigurationEdit): Promise<Checked> {
    const place = await this.#place(edit.path);
    const before = (await textOf(place)) ?? '';
    const text = textAfter(before, edit);
    const { configuration, problems } = await this.means.load(new Map([[resolve(place.file), text]]));
    return {
      valid: configuration !== undefined,
      problems: problems.map((problem) => ({ ...problem })),
      text,
      diff: lineDiff(before, text),
      changes: configuration === undefined ? [] : this.#changes(configuration),
    };
  }

  save(save: Save, by: string): Promise<Saved> {
    return this.#inTurn(async () => {
      const place = await this.#place(save.path);
      const before = await textOf(place);
      if (versionOf(before) !== save.version)
        throw new ApiError(
          'conflict',
          'Somebody else has changed the file meanwhile: read it again, and change it there.',
        );
      return this.#write(place, before, textAfter(before ?? '', save), by);
    });
  }

  async revisions(): Promise<Revision[]> {
    return (await this.means.revisions.list()).map(({ id, path, at, by, before = '', after = '' }) => {
      const diff = lineDiff(before, after);
      const lines = (kind: string): number => diff.filter((line) => line.kind === kind).length;
      return { id, path, at, by, lines: { added: lines('added'), removed: lines('removed') } };
    });
  }

  rollBack(revision: string, by: string): Promise<Saved> {
    return this.#inTurn(async () => {
      const { path, before } = found(await this.means.revisions.find(revision), `change ${revision}`);
      const place = await this.#place(path);
      return this.#write(place, await textOf(place), before, by);
    });
  }

  schema(level: string): unknown {
    const text = shippedSchemas().find(({ path }) => path === `schema/${level}.schema.json`)?.text;
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  }

  /** @param after undefined: the file goes */
  async #write(place: FilePlace, before: string | undefined, after: string | undefined, by: string): Promise<Saved> {
    const { configuration, problems } = await this.means.load(new Map([[resolve(place.file), after ?? '']]));
    if (configuration === undefined) {
      const mistakes = problems.filter(({ severity }) => severity === 'error').map((problem) => ({ ...problem }));
      throw new ApiError('invalid', 'Nothing was saved: the configuration would have mistakes.', {
        problems: mistakes,
      });
    }
    const changes = this.#changes(configuration);
    try {
      if (after === undefined) await rm(place.file, { force: true });
      else {
        await mkdir(dirname(place.file), { recursive: true });
        await writeFileAtomic(place.file, after);
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new ApiError('not-possible', `The file cannot be written: ${why}.`);
    }
    const revision = await this.means.revisions.add({
      path: place.path,
      at: this.means.clock.date(),
      by,
      before,
      after,
    });
    await this.means.reload();
    return { revision, version: versionOf(after), changes };
  }

  #changes(next: ServerConfiguration): Checked['changes'] {
    return configurationChanges(this.means.configuration(), next).map(
      ({ scope, key, from, to, needsRestart }: ConfigurationChange) => ({
        key: `${scope}: ${key}`,
        before: from,
        after: to,
        effect: needsRestart ? 'with the next start' : 'at once',
      }),
    );
  }

  #places(): Promise<FilePlace[]> {
    return filePlaces(this.means.configuration(), this.means.confDir);
  }

  async #place(path: string): Promise<FilePlace> {
    return found(
      (await this.#places()).find((place) => place.path === path),
      `file ${path} of the configuration`,
    );
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

/** Undefined if there is no file. */
async function textOf({ file }: FilePlace): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new ApiError('not-possible', `The file cannot be read: ${error instanceof Error ? error.message : ''}.`);
  }
}

function textAfter(before: string, { text, set }: ConfigurationEdit): string {
  if (text !== undefined && set === undefined) return text;
  if (text === undefined && set !== undefined) return editYaml(before, set);
  throw new ApiError('bad-request', 'Either `text` or `set` says what the file is to be.');
}

function versionOf(text: string | undefined): string {
  return text === undefined ? 'none' : createHash('sha256').update(text).digest('hex');
}
