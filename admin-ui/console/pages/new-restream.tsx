import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { NewRestreamItem } from '../../../src/admin/api/schema/index.js';
import { change } from '../state/api.js';
import { attempt } from '../state/notices.js';
import { Dialog } from '../pieces/dialog.js';

interface Props {
  readonly kind: 'targets' | 'sources';
  readonly onClose: () => void;
}

/** Asks where a stream is to go to, or to come from. */
export function NewRestreamDialog({ kind, onClose }: Props): VNode {
  const form = useRef<HTMLFormElement>(null);
  const isTarget = kind === 'targets';
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    const given = new FormData(form.current!);
    const text = (name: string): string => {
      const value = given.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    const wanted: NewRestreamItem = {
      place: {
        adaptor: text('adaptor'),
        virtualHost: text('virtualHost'),
        application: text('application'),
        instance: text('instance'),
      },
      stream: text('stream'),
      url: text('url'),
      ...(text('name') === '' ? {} : { name: text('name') }),
      ...(isTarget ? {} : { onDemand: given.has('onDemand') }),
    };
    const done = await attempt(
      () => change('POST', ['restream', kind], wanted),
      isTarget ? 'It is sent there.' : 'It is taken from there.',
    );
    if (done) onClose();
  };
  return (
    <Dialog title={isTarget ? 'New target' : 'New source'} onClose={onClose}>
      <form ref={form} onSubmit={(event) => void add(event)}>
        <input type="hidden" name="adaptor" value="_defaultRoot_" />
        <label class="field">
          <span>Virtual host here</span>
          <input class="input" name="virtualHost" required defaultValue="_defaultVHost_" />
        </label>
        <label class="field">
          <span>Application here</span>
          <input class="input" name="application" required defaultValue="live" />
        </label>
        <label class="field">
          <span>Instance here</span>
          <input class="input" name="instance" required defaultValue="_definst_" />
        </label>
        <label class="field">
          <span>Stream here</span>
          <input class="input" name="stream" required defaultValue={isTarget ? '*' : ''} />
          {isTarget && <small>A * stands for any characters: all streams that match are sent.</small>}
        </label>
        <label class="field">
          <span>{isTarget ? 'Send it to' : 'Take it from'}</span>
          <input class="input" name="url" required placeholder="rtmp://host/application" />
        </label>
        <label class="field">
          <span>{isTarget ? 'Stream key, or name there' : 'Name there'}</span>
          <input class="input" name="name" autocomplete="off" />
          <small>As it is here, if it is left empty. It is not shown again.</small>
        </label>
        {!isTarget && (
          <label class="choice">
            <input type="checkbox" name="onDemand" /> only while somebody plays it
          </label>
        )}
        <p class="field actions">
          <button type="submit" class="button primary">
            Add
          </button>
        </p>
      </form>
    </Dialog>
  );
}
