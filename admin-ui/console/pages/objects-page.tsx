import type { VNode } from 'preact';
import type { Page, SharedObject } from '../../../src/admin/api/schema/index.js';
import { formatBytes, formatCount } from '../../parts/quantities.js';
import { get } from '../state/api.js';
import { filterIn, objectHref, placeIn, whereOf } from '../state/places.js';
import { hrefOf } from '../state/place-address.js';
import { goTo, place } from '../state/router.js';
import { Badge } from '../pieces/badge.js';
import type { GridColumn } from '../pieces/grid-column.js';
import { ListTools } from '../pieces/list-tools.js';
import { PageHead } from '../pieces/page-head.js';
import { PagedGrid } from '../pieces/paged-grid.js';
import { ObjectPanel } from './object-panel.js';

const COLUMNS: readonly GridColumn<SharedObject>[] = [
  {
    id: 'name',
    title: 'Shared object',
    width: 130,
    grow: 2,
    sortBy: (row) => row.name,
    cell: (row) => <b>{row.name}</b>,
  },
  { id: 'instance', title: 'Instance', width: 120, grow: 1, expendable: 2, sortBy: whereOf, cell: whereOf },
  {
    id: 'kind',
    title: 'Kind',
    width: 92,
    expendable: 3,
    sortBy: (row) => Number(row.persistent),
    cell: (row) => (
      <Badge tone={row.persistent ? 'calm' : 'plain'}>{row.persistent ? 'persistent' : 'temporary'}</Badge>
    ),
  },
  {
    id: 'users',
    title: 'Users',
    width: 66,
    end: true,
    sortBy: (row) => row.users,
    cell: (row) => formatCount(row.users),
  },
  {
    id: 'properties',
    title: 'Properties',
    width: 84,
    end: true,
    expendable: 1,
    sortBy: (row) => row.properties,
    cell: (row) => formatCount(row.properties),
  },
  {
    id: 'version',
    title: 'Version',
    width: 76,
    end: true,
    expendable: 4,
    sortBy: (row) => row.version,
    cell: (row) => formatCount(row.version),
  },
  {
    id: 'size',
    title: 'Size',
    width: 76,
    end: true,
    expendable: 5,
    sortBy: (row) => row.size,
    cell: (row) => formatBytes(row.size),
  },
  {
    id: 'locked',
    title: 'Lock',
    width: 70,
    expendable: 6,
    cell: (row) => (row.locked ? <Badge tone="warn">locked</Badge> : ''),
  },
];

/** Remote shared objects that are in use. */
export function ObjectsPage(): VNode {
  const { path, query } = place.value;
  const filter = filterIn(query);
  const [, , , , kind, ...name] = path;
  const opened =
    name.length === 0 ? undefined : { ...placeIn(path), name: name.join('/'), persistent: kind === 'persistent' };
  return (
    <>
      <PageHead title="Shared objects">
        <ListTools page="objects" search="Search shared objects" />
      </PageHead>
      <div class="page-body">
        <div class="page-list">
          <PagedGrid<SharedObject>
            label="Shared objects"
            one="shared object"
            source={JSON.stringify(filter)}
            load={(limit, cursor, signal) =>
              get<Page<SharedObject>>(['shared-objects'], { ...filter, limit, cursor }, signal)
            }
            columns={COLUMNS}
            keyOf={objectHref}
            open={opened === undefined ? undefined : objectHref(opened)}
            onOpen={(row) => goTo(`${objectHref(row)}${query.size === 0 ? '' : `?${query.toString()}`}`)}
            empty={
              Object.keys(filter).length === 0
                ? 'No shared object is in use. One is listed while a client or a script uses it.'
                : 'No shared object is like that.'
            }
          />
        </div>
        {opened !== undefined && (
          <ObjectPanel
            key={objectHref(opened)}
            object={opened}
            back={hrefOf('objects', [], Object.fromEntries(query))}
          />
        )}
      </div>
    </>
  );
}
