import { describe, expect, it } from 'vitest';
import type { LoadPage } from '../../../admin-ui/console/state/paged-rows.js';
import { PagedRows } from '../../../admin-ui/console/state/paged-rows.js';

const never = new AbortController().signal;

/** A server with a list of names; a cursor is the last name of the page before. */
class Shelf {
  readonly asked: string[] = [];
  tellsTotal = true;
  failing = false;

  constructor(public names: readonly string[]) {}

  readonly load: LoadPage<string> = async (limit, cursor) => {
    this.asked.push(`${limit} from ${cursor ?? 'the beginning'}`);
    if (this.failing) throw new TypeError('fetch failed');
    const after = cursor === undefined ? this.names : this.names.filter((name) => name > cursor);
    const items = after.slice(0, limit);
    return Promise.resolve({
      items,
      ...(this.tellsTotal ? { total: this.names.length } : {}),
      ...(after.length > limit ? { next: items.at(-1)! } : {}),
    });
  };
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `c${String(index).padStart(5, '0')}`);
}

describe('a long list of the server', () => {
  it('is asked for one page when its beginning is seen', async () => {
    const shelf = new Shelf(numbered(5000));
    const rows = new PagedRows(shelf.load);
    rows.look(0, 40);
    await rows.round(never);
    expect([rows.total.value, rows.at(0), rows.at(199), rows.at(200)]).toEqual([5000, 'c00000', 'c00199', undefined]);
    expect(shelf.asked).toEqual(['200 from the beginning']);
  });

  it('leads to its end from page to page, and stays there by one question', async () => {
    const shelf = new Shelf(numbered(1000));
    const rows = new PagedRows(shelf.load);
    await rows.round(never);
    expect(rows.look(980, 1000)).toBe(true);
    await rows.round(never);
    expect([rows.at(999), rows.look(980, 1000)]).toEqual(['c00999', false]);
    shelf.asked.length = 0;
    await rows.round(never);
    expect(shelf.asked).toEqual(['200 from c00799']);
  });

  it('asks for both pages that are seen in part', async () => {
    const shelf = new Shelf(numbered(1000));
    const rows = new PagedRows(shelf.load);
    await rows.round(never);
    rows.look(190, 230);
    shelf.asked.length = 0;
    await rows.round(never);
    expect(shelf.asked).toEqual(['200 from the beginning', '200 from c00199']);
  });

  it('forgets what is behind a place where it has moved', async () => {
    const shelf = new Shelf(numbered(600));
    const rows = new PagedRows(shelf.load);
    rows.look(0, 450);
    await rows.round(never);
    shelf.names = ['a', ...shelf.names];
    rows.look(0, 40);
    await rows.round(never);
    expect([rows.at(0), rows.at(199), rows.at(200), rows.total.value]).toEqual(['a', 'c00198', undefined, 601]);
    expect(rows.look(190, 230)).toBe(true);
    await rows.round(never);
    expect(rows.loaded.slice(198, 202)).toEqual(['c00197', 'c00198', 'c00199', 'c00200']);
  });

  it('gets shorter when it does', async () => {
    const shelf = new Shelf(numbered(250));
    const rows = new PagedRows(shelf.load);
    rows.look(0, 250);
    await rows.round(never);
    shelf.names = numbered(3);
    await rows.round(never);
    expect([rows.total.value, rows.loaded]).toEqual([3, numbered(3)]);
  });

  it('that does not say how long it is goes on while there is more', async () => {
    const shelf = new Shelf(numbered(300));
    shelf.tellsTotal = false;
    const rows = new PagedRows(shelf.load);
    await rows.round(never);
    expect([rows.total.value, rows.look(180, 201)]).toEqual([201, true]);
    await rows.round(never);
    expect([rows.total.value, rows.look(280, 300)]).toEqual([300, false]);
  });

  it('is loaded whole to be sorted', async () => {
    const shelf = new Shelf(numbered(2500));
    const rows = new PagedRows(shelf.load, true);
    await rows.round(never);
    expect([rows.loaded.length, shelf.asked.length]).toEqual([2500, 3]);
  });

  it('keeps what it knows when the server does not answer, and says so', async () => {
    const shelf = new Shelf(numbered(3));
    const rows = new PagedRows(shelf.load);
    await rows.round(never);
    shelf.failing = true;
    await rows.round(never);
    expect([rows.loaded, rows.problem.value?.status]).toEqual([numbered(3), 0]);
    expect(rows.problem.value?.message).toMatch(/does not answer/);
    shelf.failing = false;
    await rows.round(never);
    expect(rows.problem.value).toBeUndefined();
  });

  it('takes nothing from a round that was given up', async () => {
    const shelf = new Shelf(numbered(3));
    const rows = new PagedRows(shelf.load);
    const given = new AbortController();
    const round = rows.round(given.signal);
    given.abort();
    await round;
    expect([rows.total.value, rows.revision.value]).toEqual([undefined, 0]);
  });
});
