import type { ApplicationInstance } from '../../application/application-instance.js';
import type { ScriptRestreams } from '../../application/restream-control.js';
import type { OperationFamily } from './operation-family.js';

/** Serves what a script asks of the targets that its streams are sent to. */
export function restreamOperations(instance: ApplicationInstance, restreams: ScriptRestreams): OperationFamily {
  const ids = new Set<string>();
  return {
    handlers: {
      'stream.restream': (stream, url, name) => {
        const begun = restreams.begin(instance, stream, url, name);
        if ('refused' in begun) throw new Error(begun.description);
        ids.add(begun.id);
        return begun.id;
      },
      'restream.status': (id) => {
        const run = ids.has(id) ? restreams.find(id)?.runs[0] : undefined;
        if (run === undefined) return undefined;
        const { state, failures, failure, starts, bytes, lost } = run;
        return { state, failures, why: failure?.why ?? '', starts, bytes, lost };
      },
      'restream.end': (id) => {
        if (ids.delete(id)) restreams.end(id);
      },
    },
    close: () => {
      for (const id of ids) restreams.end(id);
      ids.clear();
    },
  };
}
