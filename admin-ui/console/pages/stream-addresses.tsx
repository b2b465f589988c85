import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { InstancePlace } from '../../../src/admin/api/schema/index.js';
import { CopyButton } from '../../parts/copy-button.js';
import type { AddressKind } from '../state/listeners.js';
import { loadListeners, streamAddress } from '../state/listeners.js';

const KINDS: readonly (readonly [kind: AddressKind, title: string])[] = [
  ['rtmp', 'RTMP'],
  ['watch', 'Page'],
  ['hls', 'HLS'],
  ['flv', 'HTTP-FLV'],
  ['ws-flv', 'WS-FLV'],
];

/** Where a live stream can be played, to be copied. */
export function StreamAddresses({ stream }: { readonly stream: InstancePlace & { readonly name: string } }): VNode {
  useEffect(() => void loadListeners().catch(() => undefined), []);
  return (
    <section class="section">
      <h3>Addresses</h3>
      <dl class="facts">
        {KINDS.map(([kind, title]) => {
          const address = streamAddress(kind, stream);
          return address === undefined ? null : (
            <div key={kind}>
              <dt>{title}</dt>
              <dd class="address">
                <code title={address}>{address}</code>
                <CopyButton text={address} of={`the ${title} address`} />
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
