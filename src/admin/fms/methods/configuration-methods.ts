import { callFailed, commandFailed } from '../fms-answer.js';
import { optionalText, text } from '../fms-arguments.js';
import type { FmsArguments, FmsCall } from '../fms-context.js';
import type { FmsMethods } from '../fms-method.js';
import type { FmsValue } from '../fms-value.js';

const NOT_HERE = 'Change the configuration in its files, in the console or by PUT /api/v1/configuration/file.';

/** What is asked of the configuration. Its keys are ours, not those of the XML files of FMS. */
export const configurationMethods: FmsMethods = {
  getConfig: { ...{ parameters: [['key'], ['scope']], needs: 'administrator' }, run: setting },
  getConfig2: { ...{ parameters: [['key'], ['scope']], needs: 'administrator' }, run: setting },
  setConfig: { ...{ parameters: [['key'], ['value'], ['scope']], needs: 'administrator' }, run: unchanged },
  setConfig2: { ...{ parameters: [['key'], ['value'], ['scope']], needs: 'administrator' }, run: unchanged },
  addVHostAlias: { ...{ parameters: [['vhost'], ['alias'], ['persist']], needs: 'administrator' }, run: unchanged },
  removeVHostAlias: { ...{ parameters: [['vhost'], ['alias'], ['persist']], needs: 'administrator' }, run: unchanged },
  startVHost: { ...{ parameters: [['vhost']], needs: 'administrator' }, run: unchanged },
  stopVHost: { ...{ parameters: [['vhost']], needs: 'administrator' }, run: unchanged },
  startServer: {
    ...{ parameters: [['type']], needs: 'administrator', serverWide: true },
    run() {
      throw commandFailed('The server runs: who answers here is the server itself.');
    },
  },
  addLicense: { ...{ parameters: [['key']], needs: 'administrator', serverWide: true }, run: noLicenses },
  removeLicense: { ...{ parameters: [['key']], needs: 'administrator', serverWide: true }, run: noLicenses },
};

/** Names of keys that hold what nobody is shown. */
const SECRET = /secret|password|passphrase|token/i;

/** `key` is `logging/level`, `server/logging/level` or `Admin/Server/…`; `scope` `/`, `adaptor/vhost` or `…/app`. */
function setting(args: FmsArguments, call: FmsCall): FmsValue {
  const path = text(args, 'key')
    .split(/[/:.]/)
    .filter((part) => part !== '');
  const [, , application] = (optionalText(args, 'scope') ?? '/').split('/');
  if (path.length === 0) throw callFailed('The key names a setting: server/logging/level.');
  if (path[0] === 'server' && call.principal.virtualHost !== undefined)
    throw commandFailed(`The settings of the server are not for who is limited to ${call.principal.virtualHost}.`);
  const found = call.house.setting(call.host, application === '' ? undefined : application, path);
  if (path.some((name) => SECRET.test(name))) throw commandFailed('Secrets are not shown.');
  if (found === undefined) throw commandFailed(`There is no key ${path.join('.')}. docs/configuration.md lists them.`);
  return shown(found);
}

function shown(value: unknown): FmsValue {
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, SECRET.test(name) ? '…' : shown(member)]),
    );
  }
  if (value === Infinity) return -1;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function unchanged(): never {
  throw commandFailed(NOT_HERE);
}

function noLicenses(): never {
  throw commandFailed('There are no licences: nothing is limited by one.');
}
