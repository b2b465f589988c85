import type { SharedObjectHeader } from '../rtmp/message/shared-object.js';
import type { News } from './update.js';
import { Update } from './update.js';

/** Makes the updates of an object. Audiences that are told the same one after the other share it, and so its bytes. */
export class LatestUpdate {
  #latest: WeakRef<Update> | undefined;

  of(header: SharedObjectHeader, news: readonly News[]): Update {
    const latest = this.#latest?.deref();
    if (latest?.header.version === header.version && isSame(latest.news, news)) return latest;
    const update = new Update(header, news);
    this.#latest = new WeakRef(update);
    return update;
  }
}

function isSame(some: readonly News[], others: readonly News[]): boolean {
  return some.length === others.length && some.every((one, at) => one === others[at]);
}
