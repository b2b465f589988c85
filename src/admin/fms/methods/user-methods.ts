import type { Role, User } from '../../api/schema/users.js';
import { callFailed, commandFailed } from '../fms-answer.js';
import { optionalText, text } from '../fms-arguments.js';
import type { FmsArguments, FmsCall } from '../fms-context.js';
import type { FmsMethods } from '../fms-method.js';
import { FmsFailure } from '../fms-answer.js';

const USER = ['user', 'username'] as const;
const PASSWORD = ['pass', 'password', 'newpw'] as const;

/** What is asked of administrators, and how they are made and removed. */
export const userMethods: FmsMethods = {
  getAdmins: {
    ...{ parameters: [['adaptorName', 'adaptor']], needs: 'administrator' },
    run(_, { accounts, principal }) {
      const users = accounts.list().filter(({ virtualHost }) => mayKnow(principal.virtualHost, virtualHost));
      const hosts = new Map<string, string[]>();
      for (const { name, virtualHost } of users) {
        if (virtualHost !== undefined) hosts.set(virtualHost, [...(hosts.get(virtualHost) ?? []), name]);
      }
      const servers = users.filter(({ virtualHost }) => virtualHost === undefined);
      return { server_admins: servers.map(({ name }) => name), vhost_admins: Object.fromEntries(hosts) };
    },
  },
  getAdminContext: {
    parameters: [
      ['adminName', 'admin'],
      ['adaptorName', 'adaptor'],
      ['vhostName', 'vhost'],
    ],
    needs: 'viewer',
    run(args, { principal, host, accounts }) {
      const name = optionalText(args, 'adminName') ?? principal.user;
      const asked = name === principal.user ? principal : accounts.list().find((user) => user.name === name);
      if (asked === undefined || (name !== principal.user && !mayKnow(principal.virtualHost, asked.virtualHost)))
        throw commandFailed(`There is no administrator ${name}.`);
      return {
        admin_type: asked.virtualHost === undefined ? 'server' : 'vhost',
        adaptor: host.adaptor,
        vhost: host.virtualHost,
        connected: name === principal.user,
        role: asked.role,
      };
    },
  },
  addAdmin: {
    ...{ parameters: [USER, PASSWORD, ['scope']], needs: 'administrator', changes: true },
    async run(args, call) {
      const [name, password] = [text(args, 'user'), text(args, 'pass')];
      const virtualHost = scopeOf(args, call);
      const role: Role = 'administrator';
      await call.accounts.add({ name, role, password, ...(virtualHost === undefined ? {} : { virtualHost }) });
      return undefined;
    },
  },
  changePswd: {
    ...{ parameters: [USER, ['newpw', 'pass', 'password'], ['scope']], needs: 'viewer', changes: true },
    async run(args, call) {
      const [name, password] = [text(args, 'user'), text(args, 'newpw')];
      if (name !== call.principal.user) mustManage(call, name);
      await call.accounts.change(name, { password });
      return undefined;
    },
  },
  removeAdmin: {
    ...{ parameters: [USER, ['scope']], needs: 'administrator', changes: true },
    async run(args, call) {
      const name = text(args, 'user');
      mustManage(call, name);
      await call.accounts.remove(name);
      return undefined;
    },
  },
};

function mayKnow(limit: string | undefined, virtualHost: string | undefined): boolean {
  return limit === undefined || limit === virtualHost;
}

/** Throws if somebody is not for who asks to be changed. */
function mustManage({ accounts, principal }: FmsCall, name: string): User {
  const user = accounts.list().find((candidate) => candidate.name === name);
  if (user === undefined) throw commandFailed(`There is no administrator ${name}.`);
  if (principal.role !== 'administrator' || !mayKnow(principal.virtualHost, user.virtualHost))
    throw new FmsFailure('NetConnection.Connect.Rejected', `${principal.user} may not change ${name}.`);
  return user;
}

/** The virtual host that a new administrator is for; undefined for the whole server. */
function scopeOf(args: FmsArguments, { principal, host }: FmsCall): string | undefined {
  const scope = optionalText(args, 'scope');
  const own = principal.virtualHost;
  if (scope?.toLowerCase() === 'server') {
    if (own === undefined) return undefined;
    throw new FmsFailure('NetConnection.Connect.Rejected', `${principal.user} is limited to ${own}.`);
  }
  const wanted = scope ?? own ?? `${host.adaptor}/${host.virtualHost}`;
  if (!/^[^/]+\/[^/]+$/.test(wanted)) throw callFailed('The scope is server, or adaptor/vhost.');
  if (own !== undefined && wanted !== own)
    throw new FmsFailure('NetConnection.Connect.Rejected', `${principal.user} is limited to ${own}.`);
  return wanted;
}
