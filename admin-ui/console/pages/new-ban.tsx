import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { NewBan as Wanted } from '../../../src/admin/api/schema/index.js';
import { change } from '../state/api.js';
import { attempt } from '../state/notices.js';
import { Dialog } from '../pieces/dialog.js';

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
  const form = useRef<HTMLFormElement>(null);
  const ban = async (event: Event): Promise<void> => {
    event.preventDefault();
    const given = new FormData(form.current!);
    const minutes = Number(given.get('duration'));
    const wanted: Wanted = {
      address: textOf(given, 'address'),
      reason: textOf(given, 'reason'),
      ...(minutes === 0 ? {} : { duration: minutes * MINUTE }),
    };
    if (await attempt(() => change('POST', ['bans'], wanted), `${wanted.address} is banned.`)) onClose();
  };
  return (
    <Dialog title="Ban an address" onClose={onClose}>
      <form ref={form} onSubmit={(event) => void ban(event)}>
        <label class="field">
          <span>Address</span>
          <input class="input" name="address" required defaultValue={address} />
          <small>An IPv4 or IPv6 address. All clients from there are disconnected.</small>
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
          <small>For whoever reads the list of bans.</small>
        </label>
        <p class="field actions">
          <button type="submit" class="button danger">
            Ban
          </button>
        </p>
      </form>
    </Dialog>
  );
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
