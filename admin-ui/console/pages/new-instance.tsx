import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { Application, Page } from '../../../src/admin/api/schema/index.js';
import { change, get } from '../state/api.js';
import { attempt } from '../state/notices.js';
import { hostOf, instanceHref, whereOf } from '../state/places.js';
import { usePolled } from '../state/polled.js';
import { goTo } from '../state/router.js';
import { Dialog } from '../pieces/dialog.js';

/** Asks which instance is to be started. */
export function NewInstance({ onClose }: { readonly onClose: () => void }): VNode {
  const applications = usePolled(
    'applications',
    (signal) => get<Page<Application>>(['applications'], { limit: 1000 }, signal),
    Infinity,
  ).value.value?.items;
  const application = useRef<HTMLSelectElement>(null);
  const name = useRef<HTMLInputElement>(null);
  const start = async (event: Event): Promise<void> => {
    event.preventDefault();
    const chosen = applications?.[application.current!.selectedIndex];
    if (chosen === undefined) return;
    const place = { ...hostOf(chosen), application: chosen.name, instance: name.current!.value.trim() };
    const path = ['instances', place.application, place.instance];
    if (!(await attempt(() => change('POST', path, undefined, hostOf(place)), `${whereOf(place)} runs.`))) return;
    onClose();
    goTo(instanceHref(place));
  };
  return (
    <Dialog title="New instance" onClose={onClose}>
      <form onSubmit={(event) => void start(event)}>
        <label class="field">
          <span>Application</span>
          <select class="input" ref={application} required>
            {applications?.map((each) => (
              <option key={`${each.adaptor} ${each.virtualHost} ${each.name}`}>
                {whereOf({ ...hostOf(each), application: each.name, instance: '' }).slice(0, -1)}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>Instance</span>
          <input class="input" ref={name} defaultValue="_definst_" required />
          <small>Clients reach it as application/instance; _definst_ is the one of who names none.</small>
        </label>
        <p class="field actions">
          <button type="submit" class="button primary">
            Start
          </button>
        </p>
      </form>
    </Dialog>
  );
}
