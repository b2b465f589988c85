import { X } from 'lucide-preact';
import type { ComponentChildren, VNode } from 'preact';
import { placeIn, setFilter, whereOf } from '../state/places.js';
import { place } from '../state/router.js';
import { SearchBox } from './search-box.js';

interface Props {
  readonly page: string;
  readonly search: string;
  readonly children?: ComponentChildren;
}

/** The filter of a list: the instance that it is held to, and what is searched for. It stands in the address. */
export function ListTools({ page, search, children }: Props): VNode {
  const { query, path } = place.value;
  const filter = Object.fromEntries(query);
  const { adaptor, virtualHost, application, instance, ...rest } = filter;
  return (
    <>
      {application !== undefined && (
        <button
          type="button"
          class="button"
          title="Show those of all instances"
          onClick={() => setFilter(page, path, rest)}
        >
          {instance === undefined ? application : whereOf(placeIn([adaptor!, virtualHost!, application, instance]))}
          <X aria-hidden="true" />
        </button>
      )}
      {children}
      <SearchBox
        label={search}
        value={query.get('search') ?? ''}
        onSearch={(text) => setFilter(page, path, { ...filter, search: text })}
      />
    </>
  );
}
