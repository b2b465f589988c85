import type { VNode } from 'preact';
import type { Application, Page } from '../../../src/admin/api/schema/index.js';
import { change, get } from '../state/api.js';
import { say } from '../state/notices.js';
import { hostOf, instanceHref, whereOf } from '../state/places.js';
import { usePolled } from '../state/polled.js';
import { goTo } from '../state/router.js';
import type { Filled } from '../pieces/form-dialog.js';
import { FormDialog } from '../pieces/form-dialog.js';
import { applicationName } from './application-columns.js';

/** Asks which instance is to be started. */
export function NewInstance({ onClose }: { readonly onClose: () => void }): VNode {
  const applications = usePolled(
    'applications',
    (signal) => get<Page<Application>>(['applications'], { limit: 1000 }, signal),
    Infinity,
  ).value.value?.items;
  const start = async ({ text }: Filled): Promise<void> => {
    const chosen = applications?.find((each) => applicationName(each) === text('application'));
    if (chosen === undefined) return;
    const place = { ...hostOf(chosen), application: chosen.name, instance: text('instance') };
    await change('POST', ['instances', place.application, place.instance], undefined, hostOf(place));
    say(`${whereOf(place)} runs.`);
    onClose();
    goTo(instanceHref(place));
  };
  return (
    <FormDialog title="New instance" verb="Start" onClose={onClose} onSubmit={start}>
      <label class="field">
        <span>Application</span>
        <select class="input" name="application" required>
          {applications?.map((each) => (
            <option key={applicationName(each)}>{applicationName(each)}</option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>Instance</span>
        <input class="input" name="instance" defaultValue="_definst_" required autocapitalize="none" />
        <small>Clients reach it as application/instance. Those that name no instance come to _definst_.</small>
      </label>
    </FormDialog>
  );
}
