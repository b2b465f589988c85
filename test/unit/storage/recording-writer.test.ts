import { expect, test } from 'vitest';
import { MediaMessage } from '../../../src/media/media-message.js';
import { FlvRecording } from '../../../src/storage/flv-recording.js';
import type { OpenedRecording } from '../../../src/storage/recording-writer.js';
import { RecordingWriter } from '../../../src/storage/recording-writer.js';
import { ManualClock } from '../../support/manual-clock.js';
import { avc, padded } from '../../support/media-payloads.js';
import { setup } from '../../support/recordings.js';

const head = { metadata: undefined, setup };

/** A disk in memory that can be told to be full, or to answer no more. */
class TestDisk {
  failure: unknown;
  hangs = false;
  written = 0;
  isClosed = false;

  get opened(): OpenedRecording {
    const act = <Result>(result: Result): Promise<Result> => {
      if (this.hangs) return new Promise(() => undefined);
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as the system says it
      return this.failure === undefined ? Promise.resolve(result) : Promise.reject(this.failure);
    };
    const handle = {
      writev: (pieces: readonly Uint8Array[]) => {
        const bytesWritten = pieces.reduce((sum, { length }) => sum + length, 0);
        return act({ bytesWritten, buffers: pieces }).then((result) => {
          this.written += bytesWritten;
          return result;
        });
      },
      write: () => act({ bytesWritten: 1, buffer: new Uint8Array(0) }),
      datasync: () => act(undefined),
      sync: () => act(undefined),
      close: () => {
        this.isClosed = true;
        return Promise.resolve();
      },
    } as unknown as OpenedRecording['handle'];
    return { handle, format: FlvRecording.begin(head), size: 0, begun: () => Promise.resolve() };
  }
}

function writing(disk: TestDisk) {
  const clock = new ManualClock();
  const failures: unknown[] = [];
  const options = { flushInterval: 1000, syncWrite: false };
  const writer = new RecordingWriter(clock, options, (error) => failures.push(error));
  let outcome: 'running' | 'done' | 'failed' = 'running';
  const running = writer
    .run(() => Promise.resolve(disk.opened))
    .then(
      () => (outcome = 'done'),
      () => (outcome = 'failed'),
    );
  const write = (time: number) => writer.write(new MediaMessage('video', time, avc.key(padded('k', 100_000))));
  return { clock, writer, failures, running, write, outcome: () => outcome };
}

async function turns(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
}

test('a disk that becomes full: told at once, and nothing more is kept in memory', async () => {
  const disk = new TestDisk();
  const { clock, failures, running, write, writer, outcome } = writing(disk);
  write(0);
  await turns();
  expect(disk.written).toBeGreaterThan(100_000);
  const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
  disk.failure = full;
  write(40);
  clock.advance(1000);
  await turns();
  expect(failures).toEqual([full]);
  write(80);
  expect(writer.queuedBytes).toBe(0);
  writer.end();
  await running;
  expect(outcome()).toBe('failed');
  expect(disk.isClosed).toBe(true);
  expect(clock.timers).toBe(0);
});

test('a disk that answers no more: what waits for it is told, and nobody waits', async () => {
  const disk = new TestDisk();
  disk.hangs = true;
  const { clock, failures, write, writer, outcome } = writing(disk);
  for (let i = 0; i < 10; i++) {
    write(i * 40);
    await turns();
  }
  expect(writer.queuedBytes).toBeGreaterThan(1_000_000);
  writer.end();
  await turns();
  expect(outcome()).toBe('running');
  expect(failures).toEqual([]);
  expect(clock.timers).toBe(0);
});

test('a file that cannot be opened fails as well', async () => {
  const failures: unknown[] = [];
  const writer = new RecordingWriter(new ManualClock(), { flushInterval: 1000, syncWrite: false }, (error) =>
    failures.push(error),
  );
  const running = writer.run(() => Promise.reject(new Error('EROFS')));
  writer.write(new MediaMessage('video', 0, avc.key('k')));
  await expect(running).rejects.toThrow('EROFS');
  expect(failures).toMatchObject([{ message: 'EROFS' }]);
  expect(writer.queuedBytes).toBe(0);
});
