import { describe, expect, it } from 'vitest';
import { Bandwidth } from '../../../../src/admin/fms/bandwidth.js';
import { FmsApi } from '../../../../src/admin/fms/fms-api.js';
import type { FmsChange } from '../../../../src/admin/fms/fms-api.js';
import type { FmsArguments, FmsMeans, FmsSetting } from '../../../../src/admin/fms/fms-context.js';
import { StreamUses } from '../../../../src/admin/fms/stream-uses.js';
import { ControlError } from '../../../../src/admin/server-control.js';
import type { Principal } from '../../../../src/admin/users/principal.js';
import { ManualClock } from '../../../support/manual-clock.js';

const boss: Principal = { user: 'boss', role: 'administrator', by: 'password' };
const viewer: Principal = { user: 'guest', role: 'viewer', by: 'password' };
const tenant: Principal = {
  user: 'tenant',
  role: 'administrator',
  virtualHost: '_defaultRoot_/b.test',
  by: 'password',
};

const INSTANCE = { application: 'chat', instance: '_definst_', clientsByEdge: 0, messages: { received: 10, sent: 20 } };
const TUNNEL = { requests: 5, responses: 4, idleRequests: 3, idleResponses: 2, received: 50, sent: 40 };
const APPLICATION = {
  ...{ name: 'chat', clients: 2, granted: { connect: 3 }, refused: { connect: 1 } },
  traffic: { received: 1000, sent: 2000 },
};

/** What was asked of the server, by the names of what asked. */
function api() {
  const asked: unknown[][] = [];
  const changes: FmsChange[] = [];
  const failures: unknown[] = [];
  const noted =
    (name: string, answer?: unknown) =>
    (...args: unknown[]): Promise<unknown> => {
      asked.push([name, ...args]);
      return Promise.resolve(answer);
    };
  const users = [
    { name: 'boss', role: 'administrator', created: 0 },
    { name: 'tenant', role: 'administrator', virtualHost: '_defaultRoot_/b.test', created: 0 },
  ];
  const means = {
    clock: new ManualClock(),
    uses: new StreamUses(new ManualClock()),
    bandwidth: new Bandwidth(new ManualClock()),
    administrators: () => 2,
    view: {
      tunnels: () => [TUNNEL, TUNNEL],
      ...{ uptime: () => 10, snapshot: () => [], media: () => ({ cache: {} }) },
      process: () => ({ startedAt: 0, memory: { resident: 5 } }),
    },
    accounts: { list: () => users, add: noted('add'), change: noted('change'), remove: noted('remove') },
    control: {
      unloadInstance: noted('unloadInstance'),
      unloadApplication: noted('unloadApplication', 1),
      reloadInstance: () => Promise.reject(new ControlError('not-found', 'There is no application chat.')),
      disconnect: () => {
        throw new Error('a mistake of ours');
      },
    },
    house: {
      setting: (_host: unknown, { level, path }: FmsSetting) =>
        new Map<string, unknown>([
          ['server hooks', [{ url: 'http://a', secret: 'hush', size: Infinity }]],
          ['server logging.level', 'info'],
          ['vhost aliasList', ['a.test']],
          ['vhost resourceLimits.maxConnections', 5],
        ]).get(`${level} ${path.join('.')}`),
      change: noted('change'),
      reload: noted('reload'),
      load: () => ({ cpu: 1, memory: 2 }),
      processors: 24,
    },
    pages: {
      client: () => ({
        id: 'one',
        adaptor: '_defaultRoot_',
        virtualHost: '_defaultVHost_',
        application: 'live',
        instance: '_definst_',
      }),
      instance: ({ application }: { application: string }) =>
        application === 'board' ? { application, instance: '_definst_' } : undefined,
      sharedObject: () => ({
        ...{ version: 5, properties: 2, users: 3, joined: 5, mostUsers: 4, locked: true, resyncDepth: null },
        counts: { changes: 7, rejected: 1, refused: 1, messages: 2 },
      }),
      adaptors: () => [{ name: '_defaultRoot_' }, { name: 'second' }],
      virtualHosts: () => [{ adaptor: '_defaultRoot_', name: 'b.test', retired: false, turnedAway: 4 }],
      applications: ({ virtualHost }: { virtualHost: string }) => ({
        items: virtualHost === 'b.test' ? [APPLICATION] : [],
        total: 1,
      }),
      instances: ({ application }: { application?: string }) => ({
        // One of a virtual host that is not configured any more and of its successor.
        items: application === undefined ? [INSTANCE, { ...INSTANCE, messages: { received: 1, sent: 2 } }] : [INSTANCE],
        total: 2,
      }),
      traffic: () => ({ received: 1000, sent: 2000 }),
      counts: () => ({ clients: 2 }),
      requests: () => ({ granted: { connect: 3 } }),
    },
  } as unknown as FmsMeans;
  const made = new FmsApi(
    means,
    (change) => changes.push(change),
    (...failure) => failures.push(failure),
  );
  const call = (principal: Principal, method: string, args: FmsArguments = {}) =>
    made.call(principal, '192.0.2.7', method, args);
  return { made, call, asked, changes, failures };
}

describe('the administration API of FMS', () => {
  it('has every method of the reference', () => {
    const names =
      'addAdmin addApp addVHostAlias approveDebugSession broadcastMsg changePswd disconnect gc getActiveInstances ' +
      'getActiveVHosts getActiveVHostStats getAdaptors getAdminContext getAdmins getApps getAppStats getConfig getConfig2 ' +
      'setConfig setConfig2 getEdgeConnections getEdgeConnectionMembers getEdgeConnectionStats getFileCacheStats ' +
      'getGroups getGroupMembers getGroupStats getInstanceStats getIOStats getLicenseInfo getLicenseInfo2 getLiveStreams ' +
      'getLiveStreamStats getMsgCacheStats getNetStreams getNetStreamStats getRecordedStreams getRecordedStreamStats ' +
      'getScriptStats getServerStats getServices getServiceStats getSharedObjects getSharedObjectStats getUsers getUserStats getVHosts ' +
      'getVHostStats ping reloadApp removeAdmin removeApp removeVHostAlias restartVHost startVHost stopVHost startServer ' +
      'stopServer unloadApp addLicense removeLicense';
    expect(names.split(' ').filter((name) => FmsApi.method(name)?.[0] !== name)).toEqual([]);
  });

  it('tells of a shared object in the fields of FMS', async () => {
    const { call } = api();
    const about = { appInst: 'board', sharedObject: 'lines', persistent: 'false' };
    expect((await call(viewer, 'getSharedObjectStats', about)).data).toEqual({
      ...{ version: 5, num_properties: 2, msg_in: 11, msg_out: 9, connected: 3, total_connects: 5 },
      ...{ total_disconnects: 2, lock_owner: 'script', resync_depth: -1, high_water_mark: 4 },
    });
    expect(await call(viewer, 'getSharedObjectStats', { ...about, appInst: 'live' })).toMatchObject({ level: 'error' });
  });

  it('tells of the virtual host that is named, with those whom it turned away', async () => {
    const { call } = api();
    const { data } = await call(boss, 'getVHostStats', { adaptor: '_defaultRoot_', vhost: 'b.test' });
    expect(data).toMatchObject({
      ...{ total_apps: 1, connected: 2, accepted: 3, rejected: 5, total_connects: 3, total_disconnects: 1 },
      ...{ bytes_in: 1000, bytes_out: 2000, bw_in: 100, bw_out: 200 },
    });
    expect(await call(tenant, 'getVHostStats', { vhost: 'another' })).toMatchObject({ data: { rejected: 5 } });
    expect(await call(boss, 'getVHostStats', { vhost: 'nowhere' })).toMatchObject({
      code: 'NetConnection.Admin.CommandFailed',
    });
    const verbose = await call(boss, 'getActiveVHostStats');
    expect(verbose.data).toMatchObject([{ vhost_name: 'b.test', rejected: 5, apps: ['chat'] }]);
    const short = await call(boss, 'getActiveVHostStats', { verbose: 'false' });
    expect(JSON.stringify(short.data)).not.toContain('apps":[');
  });

  it('tells of the server what a monitor of FMS reads, each instance counted once', async () => {
    const { call } = api();
    expect((await call(boss, 'getServerStats')).data).toMatchObject({
      ...{ cpus: 24, num_cores: 1, cpu_Usage: 1, memory_Usage: 2, physical_Mem: 5, uptime: 10 },
      io: {
        ...{ msg_in: 11, msg_out: 22, bytes_in: 1000, bytes_out: 2000, bw_in: 100, bw_out: 200 },
        ...{ connected: 2, rtmp_connects: 2, normal_connects: 2, admin_connects: 2, total_connects: 3 },
        ...{ tunnel_requests: 10, tunnel_responses: 8, tunnel_idle_requests: 6, tunnel_idle_responses: 4 },
        ...{ tunnel_bytes_in: 100, tunnel_bytes_out: 80 },
      },
    });
  });

  it('knows no method by what objects are made of', async () => {
    const { call } = api();
    for (const name of ['constructor', '__proto__', 'toString', '']) {
      expect(await call(boss, name)).toMatchObject({ level: 'error', code: 'NetConnection.Call.Failed' });
    }
  });

  it('does nothing for those who may not', async () => {
    const { call, asked, changes } = api();
    const rejected = { level: 'error', code: 'NetConnection.Connect.Rejected' };
    expect(await call(viewer, 'unloadApp', { appInst: 'live' })).toMatchObject(rejected);
    expect(await call(viewer, 'getAdmins')).toMatchObject(rejected);
    expect(await call(tenant, 'getServerStats')).toMatchObject(rejected);
    expect(await call(tenant, 'stopServer')).toMatchObject(rejected);
    expect(await call(tenant, 'removeAdmin', { user: 'boss' })).toMatchObject(rejected);
    expect(await call(tenant, 'addAdmin', { user: 'x', pass: 'y', scope: 'server' })).toMatchObject(rejected);
    expect(await call(tenant, 'addAdmin', { user: 'x', pass: 'y', scope: '_defaultRoot_/a.test' })).toMatchObject(
      rejected,
    );
    expect(await call(viewer, 'changePswd', { user: 'boss', newpw: 'mine' })).toMatchObject(rejected);
    expect(asked).toEqual([]);
    expect(changes.every(({ answer }) => answer.level === 'error')).toBe(true);
  });

  it('is about the virtual host of who is limited to one, whatever is asked for', async () => {
    const { call, asked } = api();
    await call(tenant, 'unloadApp', { appInst: 'live' });
    await call(tenant, 'addAdmin', { user: 'x', pass: 'y' });
    expect(asked).toEqual([
      ['unloadApplication', { adaptor: '_defaultRoot_', virtualHost: 'b.test', application: 'live' }],
      ['add', { name: 'x', role: 'administrator', password: 'y', virtualHost: '_defaultRoot_/b.test' }],
    ]);
    expect((await call(tenant, 'getAdaptors')).data).toEqual(['_defaultRoot_']);
    expect((await call(tenant, 'getAdmins')).data).toEqual({
      ...{ server_admins: [], vhost_admins: { '_defaultRoot_/b.test': ['tenant'] } },
    });
  });

  it('tells what could not be done in the words of who knows, and keeps our mistakes to the log', async () => {
    const { call, failures } = api();
    expect(await call(boss, 'reloadApp', { appInst: 'chat' })).toEqual({
      ...{ level: 'error', code: 'NetConnection.Admin.CommandFailed', description: 'There is no application chat.' },
    });
    expect(await call(boss, 'reloadApp')).toMatchObject({ code: 'NetConnection.Call.Failed' });
    expect(failures).toEqual([]);
    const failed = await call(boss, 'disconnect', { appInst: 'live', userId: 'one' });
    expect(failed.description).toBe('The server failed to do this; its log says why.');
    expect(failures).toHaveLength(1);
  });

  it('writes down who changed what, and what came of it', async () => {
    const { call, changes } = api();
    await call(boss, 'UNLOADAPP', { appInst: 'live/room' });
    await call(boss, 'ping');
    expect(changes.map(({ method, target, address, answer }) => [method, target, address, answer.level])).toEqual([
      ['unloadApp', 'live/room', '192.0.2.7', 'status'],
    ]);
  });

  it('writes down who was not let in', () => {
    const { made, changes } = api();
    const answer = made.loginFailed('x'.repeat(5000), '192.0.2.7', 'Administrator login failed.');
    expect(answer).toMatchObject({ level: 'error', code: 'NetConnection.Connect.Rejected' });
    expect(changes).toEqual([{ user: 'x'.repeat(200), address: '192.0.2.7', method: 'login', target: '', answer }]);
  });

  it('shows the configuration without its secrets', async () => {
    const { call } = api();
    expect((await call(boss, 'getConfig2', { key: 'hooks' })).data).toEqual([
      { url: 'http://a', secret: '…', size: -1 },
    ]);
    expect(await call(boss, 'getConfig2', { key: 'hooks/0/secret' })).toMatchObject({ level: 'error' });
    expect(await call(boss, 'getConfig', { key: 'nothing' })).toMatchObject({
      ...{ code: 'NetConnection.Admin.CommandFailed' },
    });
  });

  it('changes the configuration where one may, in the words of its files', async () => {
    const { call, asked, changes } = api();
    const done = { level: 'status', code: 'NetConnection.Call.Success' };
    const [root, tenantHost] = [
      { adaptor: '_defaultRoot_', virtualHost: '_defaultVHost_' },
      { adaptor: '_defaultRoot_', virtualHost: 'b.test' },
    ];
    expect(await call(boss, 'setConfig2', { key: 'server/logging/level', value: 'debug' })).toMatchObject(done);
    expect(await call(tenant, 'setConfig', { key: 'vhost:resourceLimits.maxConnections', value: '7' })).toMatchObject(
      done,
    );
    expect(await call(tenant, 'addVHostAlias', { vhost: 'other', alias: 'B2.test' })).toMatchObject(done);
    expect(await call(boss, 'removeVHostAlias', { vhost: '_defaultRoot_/b.test', alias: 'a.test' })).toMatchObject(
      done,
    );
    const vhost = { level: 'vhost', application: undefined };
    expect(asked).toEqual([
      ['change', root, { level: 'server', application: undefined, path: ['logging', 'level'] }, 'debug', 'boss'],
      ['change', tenantHost, { ...vhost, path: ['resourceLimits', 'maxConnections'] }, 7, 'tenant'],
      ['change', tenantHost, { ...vhost, path: ['aliasList'] }, ['a.test', 'b2.test'], 'tenant'],
      ['change', tenantHost, { ...vhost, path: ['aliasList'] }, [], 'boss'],
    ]);
    expect(changes.map(({ method }) => method)).toEqual([
      ...['setConfig2', 'setConfig', 'addVHostAlias', 'removeVHostAlias'],
    ]);
  });

  it.each([
    ['a key of the server, to a tenant', tenant, 'setConfig', { key: 'logging/level', value: 'debug' }],
    ['the same, to be read', tenant, 'getConfig', { key: 'logging/level' }],
    ['an adaptor, in which are all hosts', tenant, 'getConfig', { key: 'adaptor/virtualHosts' }],
    ['a secret', boss, 'setConfig', { key: 'server/hooks/0/secret', value: 'x' }],
    ['a key that is not there', boss, 'setConfig', { key: 'server/nothing', value: 'x' }],
    ['the keys of no object', boss, 'setConfig', { key: 'server/__proto__/x', value: 'x' }],
    ['a virtual host that is not there', boss, 'startVHost', { vhost: 'nowhere' }],
    ['a virtual host to be stopped', boss, 'stopVHost', { vhost: 'b.test' }],
  ])('does not touch %s', async (_what, principal, method, args) => {
    const { call, asked } = api();
    expect(await call(principal, method, args)).toMatchObject({
      ...{ level: 'error', code: 'NetConnection.Admin.CommandFailed' },
    });
    expect(asked.filter(([name]) => name === 'change')).toEqual([]);
  });
});
