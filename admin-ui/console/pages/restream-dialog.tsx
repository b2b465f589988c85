import type { VNode } from 'preact';
import type { NewRestreamItem, RestreamItem, RestreamItemChange } from '../../../src/admin/api/schema/index.js';
import { change } from '../state/api.js';
import { say } from '../state/notices.js';
import type { Filled } from '../pieces/form-dialog.js';
import { FormDialog } from '../pieces/form-dialog.js';

interface Props {
  readonly kind: 'targets' | 'sources';
  /** Undefined for one that is new. */
  readonly item: RestreamItem | undefined;
  readonly onClose: () => void;
}

/** Where a stream is here: what the field is called, and what it mostly is. */
const PLACE = [
  ['virtualHost', 'Virtual host here', '_defaultVHost_'],
  ['application', 'Application here', 'live'],
  ['instance', 'Instance here', '_definst_'],
] as const;

/** Asks where a stream is to go to, or to come from. */
export function RestreamDialog({ kind, item, onClose }: Props): VNode {
  const isTarget = kind === 'targets';
  const save = async (filled: Filled): Promise<void> => {
    const { text, has } = filled;
    const [stream, url] = [text('stream'), text('url')];
    const terms = {
      ...(text('name') === '' ? {} : { name: text('name') }),
      ...(isTarget ? {} : { onDemand: has('onDemand') }),
    };
    if (item === undefined) {
      const wanted: NewRestreamItem = { ...terms, place: placeIn(filled), stream, url };
      await change('POST', ['restream', kind], wanted);
    } else {
      // The address is shown without its query, which would be lost.
      const wanted: RestreamItemChange = { ...terms, stream, ...(url === item.url ? {} : { url }) };
      await change('PUT', ['restream', kind, item.id], wanted);
    }
    say(`${item === undefined ? 'Added' : 'Changed'}: ${stream} ${isTarget ? 'to' : 'from'} ${url}.`);
    onClose();
  };
  const what = isTarget ? 'target' : 'source';
  return (
    <FormDialog
      title={item === undefined ? `New ${what}` : `Change the ${what}`}
      verb={item === undefined ? 'Add' : 'Change'}
      onClose={onClose}
      onSubmit={save}
    >
      {item === undefined && (
        <>
          <input type="hidden" name="adaptor" value="_defaultRoot_" />
          {PLACE.map(([name, title, usual]) => (
            <label key={name} class="field">
              <span>{title}</span>
              <input class="input" name={name} required defaultValue={usual} autocapitalize="none" />
            </label>
          ))}
        </>
      )}
      <label class="field">
        <span>Stream here</span>
        <input
          class="input"
          name="stream"
          required
          defaultValue={item?.stream ?? (isTarget ? '*' : '')}
          autocapitalize="none"
        />
        <small>
          {isTarget ? 'A * stands for any characters: all streams that match are sent.' : 'What players here ask for.'}
        </small>
      </label>
      <label class="field">
        <span>{isTarget ? 'Send it to' : 'Take it from'}</span>
        <input
          class="input"
          name="url"
          required
          defaultValue={item?.url ?? ''}
          placeholder="rtmp://host/application"
          inputMode="url"
        />
      </label>
      <label class="field">
        <span>{isTarget ? 'Stream key, or name there' : 'Name there'}</span>
        <input class="input" name="name" autocomplete="off" autocapitalize="none" />
        <small>
          {item?.named === true
            ? 'There is one, which is not shown. It stays if this is left empty.'
            : 'If it is left empty, the stream is called there as it is here. It is not shown again.'}
        </small>
      </label>
      {!isTarget && (
        <label class="choice">
          <input type="checkbox" name="onDemand" defaultChecked={item?.onDemand === true} /> only while somebody plays
          it
        </label>
      )}
    </FormDialog>
  );
}

function placeIn({ text }: Filled): NewRestreamItem['place'] {
  return {
    adaptor: text('adaptor'),
    virtualHost: text('virtualHost'),
    application: text('application'),
    instance: text('instance'),
  };
}
