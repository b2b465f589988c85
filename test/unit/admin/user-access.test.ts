import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addToken, addUser, changeUser, removeUser } from '../../../src/admin/users/change-users.js';
import { hashPassword } from '../../../src/admin/users/passwords.js';
import { isLoginFailure, UserAccess } from '../../../src/admin/users/user-access.js';
import type { PasswordRecord, UserRecords } from '../../../src/storage/user-records.js';
import { formatUsers, parseUsers } from '../../../src/storage/user-records.js';
import { ManualClock } from '../../support/manual-clock.js';

const PASSWORD = 'correct horse battery';
let password: PasswordRecord;
beforeAll(async () => {
  // As much work as a test can wait for.
  password = await hashPassword(PASSWORD, { cost: 2 ** 10, blockSize: 8, parallelization: 1 });
});

describe('who may use the administration', () => {
  let clock: ManualClock;
  let access: UserAccess;
  let records: UserRecords;

  function change<Result>(by: (before: UserRecords) => { content: UserRecords; result: Result }): Result {
    const { content, result } = by(records);
    // As it comes out of the file.
    records = parseUsers(formatUsers(content));
    access.replace(records);
    return result;
  }

  beforeEach(() => {
    clock = new ManualClock();
    access = new UserAccess(clock, () => 60_000);
    records = { users: [], tokens: [] };
    change(addUser({ name: 'admin', role: 'administrator', password }, clock.date()));
    change(addUser({ name: 'olga', role: 'operator', virtualHost: 'a/b', password }, clock.date()));
  });

  it('is whoever knows name and password', async () => {
    expect(await access.authenticate('olga', PASSWORD, '192.0.2.1')).toEqual({
      user: 'olga',
      role: 'operator',
      virtualHost: 'a/b',
      by: 'password',
    });
    for (const [name, given] of [
      ['olga', 'correct horse'],
      ['olga', ''],
      ['nobody', PASSWORD],
      ['__proto__', PASSWORD],
    ] as const)
      expect(await access.authenticate(name, given, '192.0.2.2')).toEqual({ failure: 'wrong-password' });
  });

  it('is let in though the file is read again meanwhile, and not if the password changes meanwhile', async () => {
    const login = access.login('admin', PASSWORD, '192.0.2.1');
    access.replace(parseUsers(formatUsers(records)));
    expect(await login).toMatchObject({ principal: { user: 'admin' } });
    access.replace(records);
    const late = access.authenticate('admin', PASSWORD, '192.0.2.1');
    const other = { ...password, hash: password.salt };
    change(changeUser('admin', { password: other }, clock.date()));
    expect(await late).toEqual({ failure: 'wrong-password' });
  });

  it('waits after five wrong passwords of one address, twice as long after each, and no other address does', async () => {
    const attempt = (address: string, given = 'wrong password') => access.authenticate('admin', given, address);
    for (let i = 0; i < 5; i++) expect(await attempt('192.0.2.1')).toEqual({ failure: 'wrong-password' });
    expect(await attempt('192.0.2.1', PASSWORD)).toEqual({ failure: 'too-many-logins', retryAfter: 1000 });
    clock.advance(1000);
    await attempt('192.0.2.1');
    expect(await attempt('192.0.2.1')).toEqual({ failure: 'too-many-logins', retryAfter: 2000 });
    expect(await attempt('192.0.2.9', PASSWORD)).toMatchObject({ user: 'admin' });
  });

  it('takes an IPv6 network for one address, and counts tries that are not answered yet', async () => {
    const tries = Array.from({ length: 8 }, (_, i) => access.authenticate('admin', 'wrong', `2001:db8:0:1::${i + 1}`));
    const answers = await Promise.all(tries);
    expect(answers.filter((answer) => isLoginFailure(answer) && answer.failure === 'too-many-logins')).toHaveLength(3);
  });

  it('is known by the cookie until nothing was asked for as long as a session lasts', async () => {
    const login = await access.login('admin', PASSWORD, '192.0.2.1');
    if (isLoginFailure(login)) throw new Error(login.failure);
    clock.advance(59_000);
    expect(access.bySession(login.cookie)?.principal).toMatchObject({ user: 'admin', by: 'session' });
    clock.advance(59_000);
    expect(access.bySession(login.cookie)?.session.csrf).toBe(login.session.csrf);
    expect(access.isCsrfToken(login.session, login.session.csrf)).toBe(true);
    for (const given of [undefined, '', 'x', ['x']]) expect(access.isCsrfToken(login.session, given)).toBe(false);
    clock.advance(60_001);
    expect(access.bySession(login.cookie)).toBeUndefined();
    expect(access.bySession('x')).toBeUndefined();
  });

  it('is not known longer by being looked at, nor for ever by asking', async () => {
    const login = async () => {
      const answer = await access.login('admin', PASSWORD, '192.0.2.1');
      if (isLoginFailure(answer)) throw new Error(answer.failure);
      return answer.cookie;
    };
    const looked = await login();
    clock.advance(59_000);
    expect(access.bySession(looked, false)?.principal.user).toBe('admin');
    clock.advance(2000);
    expect(access.bySession(looked, false)).toBeUndefined();
    const busy = await login();
    const days = 30;
    for (let minute = 0; minute < days * 24 * 60; minute++) {
      clock.advance(60_000);
      if (access.bySession(busy) === undefined) throw new Error(`gone after ${minute} minutes`);
    }
    clock.advance(1000);
    expect(access.bySession(busy)).toBeUndefined();
  });

  it('is logged out when the password changes, and when the user is removed', async () => {
    const cookies: string[] = [];
    for (const name of ['admin', 'olga']) {
      const login = await access.login(name, PASSWORD, '192.0.2.1');
      if (!isLoginFailure(login)) cookies.push(login.cookie);
    }
    change(changeUser('admin', { password }, clock.date() + 1000));
    change(removeUser('olga'));
    expect(cookies.map((cookie) => access.bySession(cookie))).toEqual([undefined, undefined]);
    expect(await access.authenticate('olga', PASSWORD, '192.0.2.1')).toEqual({ failure: 'wrong-password' });
  });

  it('has a token that may no more than its user, until it expires', () => {
    const now = clock.date();
    const { shown } = change(addToken({ name: 'ci', user: 'olga', role: 'administrator', expires: now + 5000 }, now));
    expect(access.byToken(shown)).toEqual({ user: 'olga', role: 'operator', virtualHost: 'a/b', by: 'token ci' });
    expect(access.byToken(`${shown}x`)).toBeUndefined();
    change(changeUser('olga', { role: 'viewer', virtualHost: null }, now));
    expect(access.byToken(shown)).toEqual({ user: 'olga', role: 'viewer', by: 'token ci' });
    clock.advance(5000);
    expect(access.byToken(shown)).toBeUndefined();
    expect(formatUsers(records)).not.toContain(shown);
  });

  it('cannot be changed so that nobody may change it any more', () => {
    expect(() => change(removeUser('admin'))).toThrow(/another administrator/);
    expect(() => change(changeUser('admin', { role: 'viewer' }, 0))).toThrow(/another administrator/);
    expect(() => change(changeUser('admin', { virtualHost: 'a/b' }, 0))).toThrow(/another administrator/);
    expect(() => change(removeUser('nobody'))).toThrow(/There is no user nobody/);
    expect(() => change(addUser({ name: 'olga', role: 'viewer', password }, 0))).toThrow(/already/);
  });
});

describe('the file of users', () => {
  it.each([
    ['users: 5', /users: /],
    ['users: []\ntokens: [{name: a}]', /tokens\.0\./],
    ['users: [', /not YAML/],
    ['users: &a []\ntokens: *a', /aliases/],
  ])('is refused as a whole if it is not right: %s', (text, why) => {
    expect(() => parseUsers(text)).toThrow(why);
  });
});
