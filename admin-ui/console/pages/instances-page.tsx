import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Application, Instance } from '../../../src/admin/api/schema/index.js';
import { formatDuration } from '../../parts/quantities.js';
import { may } from '../state/login.js';
import { instanceHref, placeIn, whereOf } from '../state/places.js';
import { hrefOf } from '../state/place-address.js';
import { place } from '../state/router.js';
import { AddButton } from '../pieces/add-button.js';
import { Badge } from '../pieces/badge.js';
import type { GridColumn } from '../pieces/grid-column.js';
import { ListPage } from '../pieces/list-page.js';
import { bytesColumn, countColumn } from '../pieces/number-column.js';
import { Tabs } from '../pieces/tabs.js';
import { APPLICATION_COLUMNS, applicationName } from './application-columns.js';
import { InstancePanel } from './instance-panel.js';
import { NewInstance } from './new-instance.js';

const COLUMNS: readonly GridColumn<Instance>[] = [
  {
    id: 'name',
    title: 'Instance',
    width: 170,
    grow: 2,
    sortBy: whereOf,
    cell: (instance) => <b>{whereOf(instance)}</b>,
  },
  {
    id: 'state',
    title: 'State',
    width: 86,
    expendable: 2,
    cell: ({ state }) => <Badge tone={state === 'running' ? 'good' : 'warn'}>{state}</Badge>,
  },
  countColumn({ id: 'clients', title: 'Clients', width: 74 }, (row) => row.clients),
  countColumn({ id: 'streams', title: 'Streams', width: 76 }, (row) => row.streams),
  countColumn({ id: 'players', title: 'Players', width: 76, expendable: 1 }, (row) => row.players),
  countColumn({ id: 'objects', title: 'Objects', width: 76, expendable: 6 }, (row) => row.sharedObjects),
  bytesColumn({ id: 'received', title: 'Received', width: 90, expendable: 4 }, (row) => row.traffic.received),
  bytesColumn({ id: 'sent', title: 'Sent', width: 90, expendable: 3 }, (row) => row.traffic.sent),
  countColumn({ id: 'rejected', title: 'Rejected', width: 82, expendable: 7 }, (row) => row.connects.rejected),
  {
    id: 'up',
    title: 'Up',
    width: 84,
    end: true,
    expendable: 5,
    sortBy: (row) => -row.since,
    cell: (row) => formatDuration((Date.now() - row.since) / 1000),
  },
];

const EVENTS = ['instance.loaded', 'instance.unloaded'] as const;

/** Application instances that run, and the applications that they are of. */
export function InstancesPage(): VNode {
  const { path } = place.value;
  const adding = useSignal(false);
  const [list, applications] = [hrefOf('instances'), hrefOf('instances', ['all'])];
  const isAll = path[0] === 'all';
  const opened = path.length === 4 ? placeIn(path) : undefined;
  const shared = {
    page: 'instances',
    title: 'Applications',
    before: (
      <Tabs
        label="Applications"
        at={isAll ? applications : list}
        tabs={[
          [list, 'Instances'],
          [applications, 'Applications'],
        ]}
      />
    ),
    after: may('operator') && <AddButton onClick={() => (adding.value = true)}>New instance</AddButton>,
  };
  return (
    <>
      {isAll ? (
        <ListPage<Application>
          key="applications"
          {...shared}
          label="Applications"
          one="application"
          from={['applications']}
          events={EVENTS}
          columns={APPLICATION_COLUMNS}
          keyOf={applicationName}
          opens={false}
          empty="There is no application. An application is a folder in apps/."
        />
      ) : (
        <ListPage<Instance>
          key="instances"
          {...shared}
          label="Instances"
          one="instance"
          from={['instances']}
          events={EVENTS}
          columns={COLUMNS}
          keyOf={instanceHref}
          opened={opened === undefined ? undefined : instanceHref(opened)}
          empty="No instance runs. One is started when the first client connects to an application, or by “New instance”."
          panel={(back) =>
            opened !== undefined && <InstancePanel key={instanceHref(opened)} instance={opened} back={back} />
          }
        />
      )}
      {adding.value && <NewInstance onClose={() => (adding.value = false)} />}
    </>
  );
}
