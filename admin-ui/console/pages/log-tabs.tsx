import type { VNode } from 'preact';
import { hrefOf } from '../state/place-address.js';
import { place } from '../state/router.js';
import { Tabs } from '../pieces/tabs.js';

/** The ways to look at the log. */
export function LogTabs(): VNode {
  const [now, files] = [hrefOf('log'), hrefOf('log', ['files'])];
  return (
    <Tabs
      label="Log"
      at={place.value.path[0] === 'files' ? files : now}
      tabs={[
        [now, 'As it happens'],
        [files, 'In files'],
      ]}
    />
  );
}
