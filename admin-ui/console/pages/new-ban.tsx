import type { VNode } from 'preact';
import type { NewBan as Wanted } from '../../../src/admin/api/schema/index.js';
import { change } from '../state/api.js';
import { say } from '../state/notices.js';
import type { Filled } from '../pieces/form-dialog.js';
import { FormDialog } from '../pieces/form-dialog.js';

const MINUTE = 60_000;
const DURATIONS: readonly (readonly [minutes: number, says: string])[] = [
  [10, '10 minutes'],
  [60, '1 hour'],
  [1440, '1 day'],
  [0, 'Until it is lifted, or the server starts again'],
];

interface Props {
  readonly address?: string;
  readonly onClose: () => void;
}

/** Asks which address is to be let in nowhere. */
export function NewBan({ address = '', onClose }: Props): VNode {
  const ban = async ({ text }: Filled): Promise<void> => {
    const minutes = Number(text('duration'));
    const wanted: Wanted = {
      address: text('address'),
      reason: text('reason'),
      ...(minutes === 0 ? {} : { duration: minutes * MINUTE }),
    };
    await change('POST', ['bans'], wanted);
    say(`${wanted.address} is banned.`);
    onClose();
  };
  return (
    <FormDialog title="Ban an address" verb="Ban" danger onClose={onClose} onSubmit={ban}>
      <label class="field">
        <span>Address</span>
        <input class="input" name="address" required defaultValue={address} autocapitalize="none" />
        <small>An IPv4 or IPv6 address. All clients from there are disconnected, and none is let in.</small>
      </label>
      <label class="field">
        <span>For how long</span>
        <select class="input" name="duration">
          {DURATIONS.map(([minutes, says]) => (
            <option key={minutes} value={minutes}>
              {says}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>Why</span>
        <input class="input" name="reason" maxLength={200} />
        <small>For whoever reads the list of bans. It may be left empty.</small>
      </label>
    </FormDialog>
  );
}
