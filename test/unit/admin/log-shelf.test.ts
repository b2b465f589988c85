import { describe, expect, it } from 'vitest';
import { LogShelf } from '../../../src/admin/api/log-shelf.js';
import { ManualClock } from '../../support/manual-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';

function filledShelf() {
  const clock = new ManualClock();
  const shelf = new LogShelf(clock, 'info');
  const logger = shelf.around(new RecordingLogger());
  return { clock, shelf, logger };
}

const all = { level: 'debug', limit: 100 } as const;

describe('the newest lines of the log', () => {
  it('are found by level, text and time, page by page', () => {
    const { clock, shelf, logger } = filledShelf();
    const child = logger.child({ client: 'abc' });
    child.info('client connected', { agent: 'Lavf' });
    clock.advance(1000);
    logger.warn('refused to publish', { stream: 'Secret' });
    logger.debug('nobody wants this');
    logger.error('it broke', { error: new Error('why') });
    const { items } = shelf.page(all);
    expect(items.map(({ message }) => message)).toEqual(['it broke', 'refused to publish', 'client connected']);
    expect(items[0]?.fields).toMatchObject({ error: { type: 'Error', message: 'why' } });
    expect(items[2]?.fields).toEqual({ client: 'abc', agent: 'Lavf' });
    const found = (question: object) => shelf.page({ ...all, ...question }).items.map(({ id }) => id);
    expect(found({ level: 'warn' })).toEqual([3, 2]);
    expect(found({ search: 'secret' })).toEqual([2]);
    expect(found({ search: 'ABC' })).toEqual([1]);
    expect(found({ since: clock.date() })).toEqual([3, 2]);
    expect(found({ until: clock.date() - 1 })).toEqual([1]);
    const first = shelf.page({ ...all, limit: 2 });
    expect(first.items).toHaveLength(2);
    expect(shelf.page({ ...all, limit: 2, cursor: first.next }).items.map(({ id }) => id)).toEqual([1]);
  });

  it('hold no key', () => {
    const { shelf, logger } = filledShelf();
    const key = 'ag_0123456789abcdefghij';
    logger.info(`published with ${key}`, { text: `and "${key}"`, list: [key] });
    expect(shelf.page(all).items).toMatchObject([
      { message: 'published with ag_…', fields: { text: 'and "ag_…"', list: ['ag_…'] } },
    ]);
  });

  it('are kept as far as memory is meant for them, and follow the level', () => {
    const { shelf, logger } = filledShelf();
    for (let i = 1; i <= 12_000; i++) logger.info(`line ${i}`);
    expect(shelf.page({ ...all, limit: 1 }).items[0]?.message).toBe('line 12000');
    expect(shelf.page({ ...all, search: 'line 1500' }).items).toEqual([]);
    shelf.level = 'debug';
    logger.debug('now it counts');
    expect(shelf.page({ ...all, limit: 1 }).items[0]?.message).toBe('now it counts');
  });
});
