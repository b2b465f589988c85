// Changes shared objects on the disk until it is killed, and prints each version that it was promised is there.
import { writeSync } from 'node:fs';
import { silentLogger } from '../../dist/log/logger.js';
import { systemClock } from '../../dist/net/system-clock.js';
import { SharedObjectFiles } from '../../dist/storage/shared-object-files.js';

const [folder, rounds] = process.argv.slice(2);
const files = new SharedObjectFiles(systemClock, silentLogger);
files.sweep(folder);
const store = files.store(() => ({ folder, quiet: 4, maxDelay: 15 }), '_definst_');

/** Every property says the version, among them a long text, so that a mixture of two versions shows. */
function contentOf(name, version) {
  const value = `${version} `.repeat(1 + ((version * 37) % 3000));
  const keys = Array.from({ length: 20 }, (_, index) => [
    `p${index}`,
    { value: index === 10 ? value : version, version },
  ]);
  return { name, version, properties: new Map(keys), deleted: new Map() };
}

const objects = await Promise.all(
  ['a', 'a/b', 'rooms/one', 'rooms/two', 'c'].map(async (name) => {
    const loaded = await store.load(name);
    const object = { name, version: loaded?.version ?? 0, content: () => contentOf(name, object.version), stored };
    function stored(version) {
      writeSync(1, `${name} ${version}\n`);
    }
    return object;
  }),
);
for (const { name, version } of objects) writeSync(1, `${name} ${version}\n`);
writeSync(1, 'ready\n');

for (let round = 0; round < Number(rounds); round++) {
  const object = objects[Math.floor(Math.random() * objects.length)];
  object.version++;
  if (Math.random() < 0.3) void store.save(object).catch(() => process.exit(1));
  else store.touch(object);
  if (Math.random() < 0.2) await new Promise((resolve) => setTimeout(resolve, Math.random() * 6));
  else await new Promise((resolve) => setImmediate(resolve));
}
await files.close();
writeSync(1, 'closed\n');
