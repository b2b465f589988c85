import { constants } from 'node:fs';
import { copyFile, link, lstat, open, rename, stat } from 'node:fs/promises';

/** Renames a damaged file to `<path>.damaged-<time>`, where nobody overwrites it. Answers its new name. */
export async function setAside(path: string, date: number): Promise<string> {
  const aside = await freeName(`${path}.damaged-${new Date(date).toISOString().replaceAll(/[-:.]/g, '')}`);
  await rename(path, aside);
  return aside;
}

/** Gives a file the second name `<path>.imported`, by which it stays when it is replaced. Answers that name. */
export async function keepOriginal(path: string): Promise<string> {
  const [wanted, original] = [`${path}.imported`, await stat(path)];
  const there = await lstat(wanted).catch(() => undefined);
  if (there?.ino === original.ino && there.dev === original.dev) return wanted;
  const kept = await freeName(wanted);
  try {
    await link(path, kept);
  } catch {
    await copyFile(path, kept, constants.COPYFILE_EXCL);
    const copy = await open(kept, 'r+');
    await copy.sync().finally(() => copy.close());
  }
  return kept;
}

async function freeName(wanted: string): Promise<string> {
  for (let name = wanted, next = 2; ; name = `${wanted}-${next++}`) {
    const isFree = await lstat(name).then(
      () => false,
      () => true,
    );
    if (isFree) return name;
  }
}
