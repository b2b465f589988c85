import type { VNode } from 'preact';
import type { Application, MediaFile, Page } from '../../../src/admin/api/schema/index.js';
import { get } from '../state/api.js';
import { hostOf } from '../state/places.js';
import { usePolled } from '../state/polled.js';
import { hrefOf } from '../state/place-address.js';
import { goTo, place } from '../state/router.js';
import { Badge } from '../pieces/badge.js';
import type { GridColumn } from '../pieces/grid-column.js';
import { ListPage } from '../pieces/list-page.js';
import { bytesColumn } from '../pieces/number-column.js';
import { PageHead } from '../pieces/page-head.js';
import { Time } from '../pieces/time.js';
import { applicationName } from './application-columns.js';
import { MediaPanel } from './media-panel.js';

const COLUMNS: readonly GridColumn<MediaFile>[] = [
  { id: 'path', title: 'File', width: 150, grow: 3, sortBy: (row) => row.path, cell: (row) => <b>{row.path}</b> },
  {
    id: 'instance',
    title: 'Instance',
    width: 110,
    grow: 1,
    expendable: 2,
    sortBy: (row) => row.instance ?? '',
    cell: (row) => row.instance ?? 'media folder',
  },
  { id: 'kind', title: 'Kind', width: 56, expendable: 3, sortBy: (row) => row.container, cell: (row) => row.container },
  bytesColumn({ id: 'size', title: 'Size', width: 84 }, (row) => row.size),
  {
    id: 'modified',
    title: 'Changed',
    width: 146,
    end: true,
    expendable: 1,
    sortBy: (row) => row.modified,
    cell: (row) => <Time at={row.modified} />,
  },
  {
    id: 'recording',
    title: 'Recording',
    width: 106,
    expendable: 4,
    cell: (row) => (row.recording ? <Badge tone="bad">recording</Badge> : ''),
  },
];

/** Recordings, and the media folders of applications. */
export function MediaPage(): VNode {
  const { path, query } = place.value;
  const applications = usePolled(
    'applications',
    (signal) => get<Page<Application>>(['applications'], { limit: 1000 }, signal),
    30_000,
  );
  const all = applications.value.value?.items ?? [];
  const [kind, instance, ...name] = path;
  const wanted = query.get('of') ?? '';
  const chosen =
    all.find((each) => applicationName(each) === wanted) ?? all.find(({ name }) => name === 'live') ?? all[0];
  const filter = Object.fromEntries(query);
  const choose = (change: Readonly<Record<string, string>>): void =>
    goTo(hrefOf('media', [], { ...filter, ...change }), { replace: true });
  if (chosen === undefined) return <PageHead title="Recordings" />;
  return (
    <ListPage<MediaFile>
      page="media"
      title="Recordings"
      label="Files"
      one="file"
      from={['media']}
      asked={({ only = '', search = '' }) => ({ ...hostOf(chosen), application: chosen.name, place: only, search })}
      columns={COLUMNS}
      keyOf={(row) => hrefOf('media', pathOf(row))}
      opened={kind === undefined ? undefined : hrefOf('media', path)}
      tools={
        <>
          <select
            class="input"
            aria-label="Application"
            value={applicationName(chosen)}
            onChange={(event) => choose({ of: event.currentTarget.value })}
          >
            {all.map((each) => (
              <option key={applicationName(each)}>{applicationName(each)}</option>
            ))}
          </select>
          <select
            class="input"
            aria-label="Which files"
            value={query.get('only') ?? ''}
            onChange={(event) => choose({ only: event.currentTarget.value })}
          >
            <option value="">All files</option>
            <option value="recordings">Recordings</option>
            <option value="media">Media folder</option>
          </select>
        </>
      }
      empty="There are no files. Streams are recorded by their publisher, by the configuration, or from the page of the stream."
      panel={(back) =>
        kind !== undefined && (
          <MediaPanel
            key={hrefOf('media', path)}
            file={{
              ...hostOf(chosen),
              application: chosen.name,
              place: kind === 'media' ? 'media' : 'recordings',
              ...(instance === '' ? {} : { instance }),
              path: name.join('/'),
            }}
            back={back}
          />
        )
      }
    />
  );
}

function pathOf({ place: kind, instance = '', path }: MediaFile): readonly string[] {
  return [kind, instance, path];
}
