import type { VNode } from 'preact';
import type { SharedObject } from '../../../src/admin/api/schema/index.js';
import { objectHref, placeIn, whereOf } from '../state/places.js';
import { place } from '../state/router.js';
import { Badge } from '../pieces/badge.js';
import type { GridColumn } from '../pieces/grid-column.js';
import { ListPage } from '../pieces/list-page.js';
import { bytesColumn, countColumn } from '../pieces/number-column.js';
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
    width: 100,
    expendable: 3,
    sortBy: (row) => Number(row.persistent),
    cell: (row) => (
      <Badge tone={row.persistent ? 'calm' : 'plain'}>{row.persistent ? 'persistent' : 'temporary'}</Badge>
    ),
  },
  countColumn({ id: 'users', title: 'Users', width: 66 }, (row) => row.users),
  countColumn({ id: 'properties', title: 'Properties', width: 84, expendable: 1 }, (row) => row.properties),
  countColumn({ id: 'version', title: 'Version', width: 76, expendable: 4 }, (row) => row.version),
  bytesColumn({ id: 'size', title: 'Size', width: 76, expendable: 5 }, (row) => row.size),
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
  const { path } = place.value;
  const [, , , , kind, ...name] = path;
  const opened =
    name.length === 0 ? undefined : { ...placeIn(path), name: name.join('/'), persistent: kind === 'persistent' };
  const key = opened === undefined ? undefined : objectHref(opened);
  return (
    <ListPage<SharedObject>
      page="objects"
      title="Shared objects"
      one="shared object"
      from={['shared-objects']}
      columns={COLUMNS}
      keyOf={objectHref}
      opened={key}
      empty="No shared object is in use. One is listed while a client or a script uses it."
      panel={(back) => opened !== undefined && <ObjectPanel key={key} object={opened} back={back} />}
    />
  );
}
