import type { VNode } from 'preact';
import { hrefOf } from '../state/place-address.js';
import { PageHead } from '../pieces/page-head.js';

/** Where an address leads that means no page. */
export function NoPage(): VNode {
  return (
    <>
      <PageHead title="No such page" />
      <div class="page-scroll">
        <p>
          The console has no page of that address. Go to the <a href={hrefOf('')}>overview</a>, or press <kbd>?</kbd>{' '}
          for all pages.
        </p>
      </div>
    </>
  );
}
