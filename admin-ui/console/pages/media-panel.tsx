import { useSignal } from '@preact/signals';
import { Download, Play, Square } from 'lucide-preact';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { MediaFacts, MediaFileQuery, Repaired } from '../../../src/admin/api/schema/index.js';
import { formatBytes, formatDuration } from '../../parts/quantities.js';
import { ApiProblem } from '../state/api-problem.js';
import { addressOf, change, get } from '../state/api.js';
import { may } from '../state/login.js';
import { attempt, say } from '../state/notices.js';
import { usePolled } from '../state/polled.js';
import { goTo } from '../state/router.js';
import { confirmed } from '../pieces/confirm.js';
import { Dialog } from '../pieces/dialog.js';
import { Facts } from '../pieces/facts.js';
import { ProblemNote } from '../pieces/problem-note.js';
import { SidePanel } from '../pieces/side-panel.js';
import { Time } from '../pieces/time.js';
import { playFlv } from './play-flv.js';
import { codecName } from './stream-text.js';

interface Props {
  readonly file: MediaFileQuery;
  readonly back: string;
}

/** One file of recorded media, and what can be done with it. */
export function MediaPanel({ file, back }: Props): VNode {
  const query = { ...file };
  const polled = usePolled(JSON.stringify(file), (signal) => get<MediaFacts>(['media', 'file'], query, signal), 5000);
  const facts = polled.value.value;
  const playing = useSignal(false);
  const problem = useSignal('');
  const report = useSignal<Repaired | undefined>(undefined);
  const content = addressOf(['media', 'file', 'content'], query);

  const repair = async (): Promise<void> => {
    try {
      report.value = await change<Repaired>('POST', ['media', 'file', 'repair'], undefined, query);
      polled.refresh();
    } catch (error) {
      say(ApiProblem.of(error).message, 'bad');
    }
  };
  const remove = async (): Promise<void> => {
    if (
      !(await confirmed(`Delete ${file.path}?`, 'The file is removed from the disk. There is no way back.', 'Delete'))
    )
      return;
    if (await attempt(() => change('DELETE', ['media', 'file'], undefined, query), `${file.path} is deleted.`))
      goTo(back);
  };

  return (
    <SidePanel title={file.path} back={back}>
      <ProblemNote problem={polled.problem.value} />
      {facts !== undefined && (
        <>
          {playing.value && (
            <Film
              address={content}
              container={facts.container}
              name={file.path}
              onProblem={(why) => {
                problem.value = why;
                playing.value = false;
              }}
            />
          )}
          {problem.value !== '' && (
            <p class="note bad" role="alert">
              {problem.value}
            </p>
          )}
          <section class="section actions">
            <button
              type="button"
              class="button"
              onClick={() => {
                problem.value = '';
                playing.value = !playing.value;
              }}
            >
              {playing.value ? <Square aria-hidden="true" /> : <Play aria-hidden="true" />}
              {playing.value ? 'Stop' : 'Play here'}
            </button>
            <a class="button" href={content} download={file.path.split('/').at(-1)}>
              <Download aria-hidden="true" />
              Download
            </a>
            {may('operator') && !facts.recording && (
              <>
                <button type="button" class="button" onClick={() => void repair()}>
                  Repair
                </button>
                <button type="button" class="button danger" onClick={() => void remove()}>
                  Delete
                </button>
              </>
            )}
          </section>
          <section class="section">
            {facts.warnings.map((warning) => (
              <p key={warning} class="note warn">
                {warning}
              </p>
            ))}
            <Facts
              facts={[
                ['Played as', <code>{facts.stream}</code>],
                ['Container', facts.container],
                ['Size', formatBytes(facts.size)],
                ['Duration', facts.duration === undefined ? undefined : formatDuration(facts.duration / 1000)],
                ['Video', facts.video === undefined ? undefined : `${codecName(facts.video)}${sizeOf(facts)}`],
                ['Audio', facts.audio === undefined ? undefined : codecName(facts.audio)],
                ['Changed', <Time at={facts.modified} />],
                ['Being recorded', facts.recording ? 'yes' : undefined],
              ]}
            />
          </section>
        </>
      )}
      {report.value !== undefined && (
        <Dialog title={`Repair of ${file.path}`} onClose={() => (report.value = undefined)}>
          <ul class="report">
            {report.value.report.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
            {!report.value.changed && report.value.report.length === 0 && <li>Nothing was wrong with the file.</li>}
          </ul>
          <footer>
            <button type="button" class="button primary" autofocus onClick={() => (report.value = undefined)}>
              Close
            </button>
          </footer>
        </Dialog>
      )}
    </SidePanel>
  );
}

function sizeOf({ width, height }: MediaFacts): string {
  return width === undefined || height === undefined ? '' : ` ${width}×${height}`;
}

function Film(props: {
  readonly address: string;
  readonly container: string;
  readonly name: string;
  readonly onProblem: (why: string) => void;
}): VNode {
  const { address, container, name, onProblem } = props;
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current!;
    if (container !== 'flv') {
      element.src = address;
      void element.play().catch(() => undefined);
      element.onerror = () =>
        onProblem(`This browser cannot play the file: ${element.error?.message ?? 'no reason given'}`);
      return () => element.removeAttribute('src');
    }
    let stop: (() => void) | undefined;
    let left = false;
    playFlv(element, address, { live: false }, onProblem).then(
      (stopped) => {
        if (left) stopped();
        else stop = stopped;
      },
      (error: unknown) => onProblem(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      left = true;
      stop?.();
    };
  }, [address]);
  return (
    <section class="section">
      <video class="picture" ref={video} controls playsinline aria-label={name} />
    </section>
  );
}
