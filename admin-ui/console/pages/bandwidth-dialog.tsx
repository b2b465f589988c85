import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { BandwidthChange, ClientDetails } from '../../../src/admin/api/schema/index.js';
import { ApiProblem } from '../state/api-problem.js';
import { change } from '../state/api.js';
import { say } from '../state/notices.js';
import type { Filled } from '../pieces/form-dialog.js';
import { FormDialog } from '../pieces/form-dialog.js';

/** Bytes per second of one kilobit per second. */
const KBIT = 125;

const WAYS = [
  ['serverToClient', 'To the client, kbit/s'],
  ['clientToServer', 'From the client, kbit/s'],
] as const;

interface Props {
  readonly client: ClientDetails;
  readonly onClose: () => void;
}

/** Asks how much a client may send and be sent. */
export function BandwidthDialog({ client, onClose }: Props): VNode {
  const measured = useSignal('');
  const save = async ({ text }: Filled): Promise<void> => {
    const [serverToClient, clientToServer] = WAYS.map(([way]) => Math.round(Number(text(way)) * KBIT));
    const wanted: BandwidthChange = { serverToClient: serverToClient!, clientToServer: clientToServer! };
    await change('PUT', ['clients', client.id, 'bandwidth'], wanted);
    say(`The bandwidth of ${client.address} is set.`);
    onClose();
  };
  const measure = async (): Promise<void> => {
    try {
      await change('POST', ['clients', client.id, 'bandwidth-check']);
      measured.value = 'It is being measured. The client is told the result, if it asks for such checks.';
    } catch (error) {
      measured.value = ApiProblem.of(error).message;
    }
  };
  return (
    <FormDialog
      title={`Bandwidth of ${client.address}`}
      verb="Set"
      onClose={onClose}
      onSubmit={save}
      tools={
        <button type="button" class="button first" onClick={() => void measure()}>
          Measure
        </button>
      }
    >
      {WAYS.map(([way, title]) => (
        <label key={way} class="field">
          <span>{title}</span>
          <input
            class="input"
            name={way}
            type="number"
            min="1"
            required
            defaultValue={String(Math.round(client.bandwidth[way] / KBIT))}
          />
        </label>
      ))}
      <p class="field faint">The client is told, and held to it until it leaves.</p>
      <p class="field" role="status">
        {measured.value}
      </p>
    </FormDialog>
  );
}
