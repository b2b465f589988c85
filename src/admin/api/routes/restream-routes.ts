import type { RestreamControl, RestreamRefusal, RestreamSnapshot } from '../../../application/restream-control.js';
import type { Api } from '../api-instance.js';
import type { ApiContext } from '../api-context.js';
import type { ApiErrorCode } from '../schema/values.js';
import { ApiError, found } from '../api-error.js';
import { principalOf } from '../guard.js';
import { isFor, mustBeFor } from '../places.js';
import { done } from '../schema/values.js';
import {
  linkList,
  newRestream,
  restreamChange,
  restreamItem,
  restreamItemParams,
  restreamList,
  restreamParams,
} from '../schema/restream.js';
import type { RestreamItem } from '../schema/restream.js';

/** Addresses and names at other servers hold keys more often than not. */
const operator = { needs: 'operator', secrets: ['url', 'name'] } as const;
const tags = ['edges and restreaming'];
const KINDS = { targets: 'target', sources: 'source' } as const;
const CODES: Readonly<Record<RestreamRefusal['refused'], ApiErrorCode>> = {
  unknown: 'not-found',
  place: 'not-found',
  value: 'invalid',
  limit: 'conflict',
  configured: 'conflict',
};

/** Streams that go to other servers and come from them, and links with other servers. */
export function restreamRoutes(api: Api, { restreams, links }: ApiContext): void {
  api.get(
    '/links',
    {
      schema: { summary: 'Links to origins and from edges.', tags, response: { 200: linkList } },
      config: { serverWide: true },
    },
    () => ({ items: links() }),
  );
  api.get(
    '/restream/:kind',
    { schema: { summary: 'Targets or sources.', tags, params: restreamParams, response: { 200: restreamList } } },
    (request) => {
      const kind = KINDS[request.params.kind];
      const all = restreams.list().filter((one) => one.kind === kind && isFor(principalOf(request), one.place));
      return { items: all.map(shown) };
    },
  );
  api.post(
    '/restream/:kind',
    {
      schema: {
        operationId: 'addRestream',
        summary: 'Add a target or a source; it is kept beyond a restart.',
        tags,
        params: restreamParams,
        body: newRestream,
        response: { 200: restreamItem },
      },
      config: operator,
    },
    async (request) => {
      mustBeFor(request, request.body.place);
      const { name, enabled, onDemand, ...rest } = request.body;
      const wish = { ...rest, ...defined({ name, enabled, onDemand }), kind: KINDS[request.params.kind] };
      return shown(granted(await restreams.add(wish)));
    },
  );
  changeRoutes(api, restreams);
}

function changeRoutes(api: Api, restreams: RestreamControl): void {
  const one = { tags, params: restreamItemParams };
  const idOf = (
    request: Parameters<typeof mustBeFor>[0] & { readonly params: { kind: keyof typeof KINDS; id: string } },
  ): string => {
    const { kind, id } = request.params;
    const known = restreams.find(id);
    const isThere = known?.kind === KINDS[kind] && isFor(principalOf(request), known.place);
    return found(isThere ? known : undefined, `${KINDS[kind]} ${id}`).id;
  };
  api.put(
    '/restream/:kind/:id',
    {
      schema: {
        ...one,
        operationId: 'changeRestream',
        summary: 'Change a target or a source.',
        body: restreamChange,
        response: { 200: restreamItem },
      },
      config: operator,
    },
    async (request) => shown(granted(await restreams.change(idOf(request), defined(request.body)))),
  );
  api.post(
    '/restream/:kind/:id/retry',
    {
      schema: {
        ...one,
        operationId: 'retryRestream',
        summary: 'Try at once what waits to be tried again.',
        response: { 200: done },
      },
      config: operator,
    },
    (request) => {
      refuse(restreams.retry(idOf(request)));
      return { done: true } as const;
    },
  );
  api.delete(
    '/restream/:kind/:id',
    {
      schema: {
        ...one,
        operationId: 'removeRestream',
        summary: 'End and remove a target or a source.',
        response: { 200: done },
      },
      config: operator,
    },
    async (request) => {
      refuse(await restreams.remove(idOf(request)));
      return { done: true } as const;
    },
  );
}

function granted(answer: RestreamSnapshot | RestreamRefusal): RestreamSnapshot {
  if ('refused' in answer) throw new ApiError(CODES[answer.refused], answer.description);
  return answer;
}

function refuse(refusal: RestreamRefusal | undefined): void {
  if (refusal !== undefined) throw new ApiError(CODES[refusal.refused], refusal.description);
}

function shown({ runs, ...rest }: RestreamSnapshot): RestreamItem {
  return { ...rest, runs: runs.map((run) => ({ ...run })) };
}

type Defined<Values> = { [Name in keyof Values]?: Exclude<Values[Name], undefined> };

function defined<Values extends object>(values: Values): Defined<Values> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<Values>;
}
