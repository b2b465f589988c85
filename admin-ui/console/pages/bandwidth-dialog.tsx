import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { BandwidthChange, ClientDetails } from '../../../src/admin/api/schema/index.js';
import { change } from '../state/api.js';
import { attempt } from '../state/notices.js';
import { Dialog } from '../pieces/dialog.js';

/** Bytes per second of one kilobit per second. */
const KBIT = 125;

interface Props {
  readonly client: ClientDetails;
  readonly onClose: () => void;
}

/** Asks how much a client may send and be sent. */
export function BandwidthDialog({ client, onClose }: Props): VNode {
  const down = useRef<HTMLInputElement>(null);
  const up = useRef<HTMLInputElement>(null);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const wanted: BandwidthChange = {
      serverToClient: Math.round(down.current!.valueAsNumber * KBIT),
      clientToServer: Math.round(up.current!.valueAsNumber * KBIT),
    };
    if (await attempt(() => change('PUT', ['clients', client.id, 'bandwidth'], wanted), 'The bandwidth is set.'))
      onClose();
  };
  const { serverToClient, clientToServer } = client.bandwidth;
  return (
    <Dialog title="Bandwidth of this client" onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <label class="field">
          <span>To the client, kbit/s</span>
          <input
            class="input"
            ref={down}
            type="number"
            min="1"
            required
            defaultValue={String(Math.round(serverToClient / KBIT))}
          />
        </label>
        <label class="field">
          <span>From the client, kbit/s</span>
          <input
            class="input"
            ref={up}
            type="number"
            min="1"
            required
            defaultValue={String(Math.round(clientToServer / KBIT))}
          />
          <small>The client is told, and held to it until it leaves.</small>
        </label>
        <p class="field actions">
          <button type="submit" class="button primary">
            Set
          </button>
          <button
            type="button"
            class="button"
            onClick={() =>
              void attempt(
                () => change('POST', ['clients', client.id, 'bandwidth-check']),
                'The bandwidth is being measured; the client is told what it is.',
              )
            }
          >
            Measure
          </button>
        </p>
      </form>
    </Dialog>
  );
}
