import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ConfigurationFileList } from '../../../src/admin/api/schema/index.js';
import { get } from '../state/api.js';
import { usePolled } from '../state/polled.js';
import { hrefOf } from '../state/place-address.js';
import { place } from '../state/router.js';
import { onEvent } from '../state/server-events.js';
import { BrokenAtSlashes } from '../pieces/broken-at-slashes.js';
import { PageHead } from '../pieces/page-head.js';
import { ProblemNote } from '../pieces/problem-note.js';
import { Tabs } from '../pieces/tabs.js';
import { ConfigurationEditor } from './configuration-editor.js';
import { RevisionList } from './revision-list.js';

/** The files of the configuration, to be read, changed and taken back. */
export function ConfigurationPage(): VNode {
  const { path, query } = place.value;
  const polled = usePolled(
    'files',
    (signal) => get<ConfigurationFileList>(['configuration', 'files'], {}, signal),
    10_000,
  );
  const files = polled.value.value;
  const asOf = useSignal(0);
  useEffect(
    () =>
      onEvent('configuration.changed', () => {
        asOf.value++;
        polled.refresh();
      }),
    [polled],
  );
  const isHistory = path[0] === 'history';
  const chosen = path.length === 0 ? 'conf/server.yaml' : path.join('/');
  const file = files?.items.find((each) => each.path === chosen);
  return (
    <>
      <PageHead title="Configuration">
        <Tabs
          label="Configuration"
          at={hrefOf('configuration', isHistory ? ['history'] : [])}
          tabs={[
            [hrefOf('configuration'), 'Files'],
            [hrefOf('configuration', ['history']), 'What was changed'],
          ]}
        />
      </PageHead>
      {isHistory ? (
        <RevisionList asOf={asOf.value} />
      ) : (
        <div class="page-body with-files">
          <nav class="files" aria-label="Files of the configuration">
            {files?.items.map((each) => (
              <a
                key={each.path}
                href={hrefOf('configuration', [each.path])}
                title={each.path}
                aria-current={each.path === chosen ? 'page' : undefined}
              >
                <BrokenAtSlashes text={each.path.replace(/^(conf|apps)\//, '')} />
                {!each.exists && <span class="faint"> none yet</span>}
              </a>
            ))}
          </nav>
          <div class="page-list">
            <ProblemNote problem={polled.problem.value} />
            {file !== undefined && (
              <ConfigurationEditor
                key={file.path}
                file={file}
                line={Number(query.get('line') ?? 0)}
                onSaved={() => polled.refresh()}
              />
            )}
            {files !== undefined && file === undefined && (
              <p class="note">There is no file {chosen} of the configuration. Choose one from the list.</p>
            )}
          </div>
        </div>
      )}
    </>
  );
}
