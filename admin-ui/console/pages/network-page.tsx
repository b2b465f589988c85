import type { VNode } from 'preact';
import { hrefOf } from '../state/place-address.js';
import { seesWholeServer } from '../state/login.js';
import { place } from '../state/router.js';
import { PageHead } from '../pieces/page-head.js';
import { Tabs } from '../pieces/tabs.js';
import { LinkList } from './link-list.js';
import { RestreamList } from './restream-list.js';

/** Other servers: where streams go to and come from, and the links of edges and origins. */
export function NetworkPage(): VNode {
  const part = place.value.path[0] ?? 'targets';
  return (
    <>
      <PageHead title="Edges and targets">
        <Tabs
          label="Edges and targets"
          at={hrefOf('network', [part])}
          tabs={[
            [hrefOf('network', ['targets']), 'Targets'],
            [hrefOf('network', ['sources']), 'Sources'],
            ...(seesWholeServer() ? ([[hrefOf('network', ['links']), 'Edges and origins']] as const) : []),
          ]}
        />
      </PageHead>
      <div class="page-scroll">
        {part === 'links' ? (
          <LinkList />
        ) : (
          <RestreamList key={part} kind={part === 'sources' ? 'sources' : 'targets'} />
        )}
      </div>
    </>
  );
}
