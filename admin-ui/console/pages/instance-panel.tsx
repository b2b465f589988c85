import type { VNode } from 'preact';
import type { Instance, InstancePlace } from '../../../src/admin/api/schema/index.js';
import { formatBytes, formatCount, formatMilliseconds } from '../../parts/quantities.js';
import { change, get } from '../state/api.js';
import { may } from '../state/login.js';
import { attempt } from '../state/notices.js';
import { hostOf, listHref, whereOf } from '../state/places.js';
import { usePolled } from '../state/polled.js';
import { goTo } from '../state/router.js';
import { confirmed } from '../pieces/confirm.js';
import { Facts } from '../pieces/facts.js';
import { disconnected } from './application-columns.js';
import { ProblemNote } from '../pieces/problem-note.js';
import { SidePanel } from '../pieces/side-panel.js';
import { Time } from '../pieces/time.js';

/** One application instance, and what can be done to it. */
export function InstancePanel({
  instance: where,
  back,
}: {
  readonly instance: InstancePlace;
  readonly back: string;
}): VNode {
  const path = ['instances', where.application, where.instance];
  const name = whereOf(where);
  const polled = usePolled(name, (signal) => get<Instance>(path, hostOf(where), signal));
  const instance = polled.value.value;

  const reload = async (): Promise<void> => {
    const text = `${disconnected(instance?.clients ?? 0)} Its script starts anew.`;
    if (!(await confirmed(`Reload ${name}?`, text, 'Reload'))) return;
    await attempt(() => change('POST', [...path, 'reload'], undefined, hostOf(where)), `${name} runs anew.`);
    polled.refresh();
  };
  const unload = async (): Promise<void> => {
    const text = `${disconnected(instance?.clients ?? 0)} The next one that connects starts it anew.`;
    if (!(await confirmed(`Unload ${name}?`, text, 'Unload'))) return;
    if (await attempt(() => change('DELETE', path, undefined, hostOf(where)), `${name} is unloaded.`)) {
      goTo(back);
    }
  };

  return (
    <SidePanel title={name} back={back}>
      <ProblemNote problem={polled.problem.value} />
      {instance !== undefined && (
        <>
          <section class="section">
            <Facts
              facts={[
                ['State', instance.state],
                ['Running since', <Time at={instance.since} />],
                ['Nobody here for', instance.idleFor === undefined ? undefined : formatMilliseconds(instance.idleFor)],
                ['Script', instance.script ? 'yes' : 'none'],
                ['Clients', <a href={listHref('clients', where)}>{formatCount(instance.clients)}</a>],
                ['Live streams', <a href={listHref('streams', where)}>{formatCount(instance.streams)}</a>],
                ['Players', formatCount(instance.players)],
                ['Shared objects', <a href={listHref('objects', where)}>{formatCount(instance.sharedObjects)}</a>],
                ['Playlists', <a href={listHref('playlists', where)}>{formatCount(instance.playlists)}</a>],
                ['Recordings that run', formatCount(instance.recordings)],
              ]}
            />
          </section>
          <section class="section">
            <h3>Traffic of its clients</h3>
            <Facts
              facts={[
                [
                  'Received',
                  `${formatBytes(instance.traffic.received)}, ${formatCount(instance.messages.received)} messages`,
                ],
                ['Sent', `${formatBytes(instance.traffic.sent)}, ${formatCount(instance.messages.sent)} messages`],
                [
                  'Connects',
                  `${formatCount(instance.connects.accepted)} accepted, ${formatCount(instance.connects.rejected)} rejected`,
                ],
                ['Left', formatCount(instance.connects.left)],
              ]}
            />
          </section>
          {may('operator') && (
            <section class="section actions">
              <button type="button" class="button" onClick={() => void reload()}>
                Reload
              </button>
              <button type="button" class="button danger" onClick={() => void unload()}>
                Unload
              </button>
            </section>
          )}
        </>
      )}
    </SidePanel>
  );
}
