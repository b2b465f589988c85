import { commandFailed } from '../fms-answer.js';
import { text } from '../fms-arguments.js';
import type { FmsArguments, FmsCall } from '../fms-context.js';
import type { FmsMethods } from '../fms-method.js';
import { isSecret, settingNamed } from '../fms-setting.js';
import type { FmsValue } from '../fms-value.js';

const VHOST = ['vhost', 'scope', 'vhostName'] as const;
const read = { parameters: [['key'], ['scope']], needs: 'administrator', run: setting } as const;
const write = { parameters: [['key'], ['value'], ['scope']], needs: 'administrator', changes: true, run: set } as const;
const alias = { parameters: [VHOST, ['alias'], ['persist']], needs: 'administrator', changes: true } as const;

/** What is asked of the configuration, and changed of it. Its keys are ours, not those of the XML files of FMS. */
export const configurationMethods: FmsMethods = {
  getConfig: read,
  getConfig2: read,
  setConfig: write,
  setConfig2: write,
  addVHostAlias: {
    ...alias,
    run: (args, call) =>
      changeAliases(args, call, (aliases, name) => [...aliases.filter((each) => each !== name), name]),
  },
  removeVHostAlias: {
    ...alias,
    run: (args, call) => changeAliases(args, call, (aliases, name) => aliases.filter((each) => each !== name)),
  },
  startVHost: {
    ...{ parameters: [VHOST], needs: 'administrator', changes: true },
    async run(args, call) {
      await call.house.reload();
      const { virtualHost } = hostNamed(args, call);
      if (!call.pages.virtualHosts().some(({ name, retired }) => name === virtualHost && !retired))
        throw commandFailed(
          `There is no virtual host ${virtualHost}: make a folder of that name in the configuration.`,
        );
      return undefined;
    },
  },
  stopVHost: {
    ...{ parameters: [VHOST], needs: 'administrator' },
    run() {
      throw commandFailed(
        'A virtual host runs as long as it is configured: move its folder out of the configuration, or let nobody in by application.access.',
      );
    },
  },
  startServer: {
    ...{ parameters: [['type']], needs: 'administrator', serverWide: true },
    run() {
      throw commandFailed('The server runs: who answers here is the server itself.');
    },
  },
  addLicense: { ...{ parameters: [['key']], needs: 'administrator', serverWide: true }, run: noLicenses },
  removeLicense: { ...{ parameters: [['key']], needs: 'administrator', serverWide: true }, run: noLicenses },
};

function setting(args: FmsArguments, call: FmsCall): FmsValue {
  const wanted = settingNamed(args, call);
  const found = call.house.setting(call.host, wanted);
  if (found === undefined) throw noSuchKey(wanted.path);
  return shown(found);
}

async function set(args: FmsArguments, call: FmsCall): Promise<undefined> {
  const wanted = settingNamed(args, call);
  const before = call.house.setting(call.host, wanted);
  if (before === undefined) throw noSuchKey(wanted.path);
  const given = args.value;
  const value = typeof given === 'string' ? (typeof before === 'string' ? given : parsed(given)) : given;
  await call.house.change(call.host, wanted, value ?? null, call.principal.user);
  return undefined;
}

async function changeAliases(
  args: FmsArguments,
  call: FmsCall,
  change: (aliases: readonly string[], name: string) => readonly string[],
): Promise<undefined> {
  const host = hostNamed(args, call);
  const name = text(args, 'alias').toLowerCase();
  const aliases = { level: 'vhost', application: undefined, path: ['aliasList'] } as const;
  const before = call.house.setting(host, aliases);
  if (!Array.isArray(before)) throw commandFailed(`There is no virtual host ${host.virtualHost}.`);
  await call.house.change(host, aliases, change(before.map(String), name), call.principal.user);
  return undefined;
}

/** `vhost` or `adaptor/vhost`; whoever is limited to one names that one, whatever is written. */
function hostNamed(args: FmsArguments, { host, principal }: FmsCall): FmsCall['host'] {
  if (principal.virtualHost !== undefined) return host;
  const named = text(args, 'vhost');
  const slash = named.lastIndexOf('/');
  return slash < 0
    ? { ...host, virtualHost: named }
    : { adaptor: named.slice(0, slash), virtualHost: named.slice(slash + 1) };
}

/** Over HTTP there are only texts: what is JSON is taken for what it says. */
function parsed(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

function shown(value: unknown): FmsValue {
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, isSecret(name) ? '…' : shown(member)]),
    );
  }
  if (value === Infinity) return -1;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function noSuchKey(path: readonly string[]): Error {
  return commandFailed(`There is no key ${path.join('.')}. docs/configuration.md lists them.`);
}

function noLicenses(): never {
  throw commandFailed('There are no licences: nothing is limited by one.');
}
