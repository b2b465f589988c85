import type { VNode } from 'preact';
import type { NewKey as Wanted, ShownKey } from '../../../src/admin/api/schema/index.js';
import { ApiProblem } from '../state/api-problem.js';
import { change } from '../state/api.js';
import type { Filled } from '../pieces/form-dialog.js';
import { FormDialog } from '../pieces/form-dialog.js';

interface Props {
  readonly onClose: () => void;
  readonly onMade: (key: ShownKey) => void;
}

const PATTERNS = [
  ['application', 'Application', 'live'],
  ['instance', 'Instance', '*'],
  ['stream', 'Stream', '*'],
] as const;

/** Asks what a key is to be for. */
export function NewKey({ onClose, onMade }: Props): VNode {
  const make = async ({ text, has }: Filled): Promise<void> => {
    const actions = (['publish', 'play'] as const).filter(has);
    if (actions.length === 0) throw new ApiProblem(0, 'The key would be of no use. Tick publish, play, or both.');
    const wanted: Wanted = {
      ...(text('name') === '' ? {} : { name: text('name') }),
      kind: text('kind') === 'signing' ? 'signing' : 'stream',
      application: text('application'),
      instance: text('instance'),
      stream: text('stream'),
      actions,
      ...(text('expires') === '' ? {} : { expires: new Date(text('expires')).getTime() }),
    };
    onMade(await change<ShownKey>('POST', ['keys'], wanted));
  };
  return (
    <FormDialog title="New key" verb="Make the key" onClose={onClose} onSubmit={make}>
      <label class="field">
        <span>Name</span>
        <input class="input" name="name" maxLength={64} pattern="[A-Za-z0-9._\-]*" autocapitalize="none" />
        <small>Letters, digits, dots, hyphens and underscores. If it is left empty, the server makes one up.</small>
      </label>
      <fieldset class="field">
        <legend>Where it counts</legend>
        <div class="row">
          {PATTERNS.map(([name, title, usual]) => (
            <label key={name}>
              <small>{title}</small>
              <input class="input" name={name} required defaultValue={usual} maxLength={255} autocapitalize="none" />
            </label>
          ))}
        </div>
        <small>A * stands for any name.</small>
      </fieldset>
      <fieldset class="field">
        <legend>What it allows</legend>
        <label class="choice">
          <input type="checkbox" name="publish" defaultChecked /> publish
        </label>
        <label class="choice">
          <input type="checkbox" name="play" /> play
        </label>
      </fieldset>
      <fieldset class="field">
        <legend>How it is used</legend>
        <label class="choice">
          <input type="radio" name="kind" value="stream" defaultChecked /> by itself: as name?key=… or as OBS’s password
        </label>
        <label class="choice">
          <input type="radio" name="kind" value="signing" /> to sign addresses that end at a time
        </label>
      </fieldset>
      <label class="field">
        <span>Expires</span>
        <input class="input" type="datetime-local" name="expires" />
        <small>Never, if it is left empty.</small>
      </label>
    </FormDialog>
  );
}
