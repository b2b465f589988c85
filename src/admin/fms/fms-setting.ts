import { callFailed, commandFailed } from './fms-answer.js';
import { optionalText, text } from './fms-arguments.js';
import type { FmsArguments, FmsCall, FmsSetting } from './fms-context.js';

const LEVELS = ['server', 'adaptor', 'vhost', 'application'] as const;

/** Names of keys that hold what nobody is shown. */
const SECRET = /secret|password|passphrase|token/i;

/** Whether what a key holds is shown to nobody. */
export function isSecret(key: string): boolean {
  return SECRET.test(key);
}

/**
 * The parameters `key` and `scope`: `logging/level`, `server/logging/level` or `vhost/resourceLimits`; `/`, `adaptor/vhost` or
 * `adaptor/vhost/app`. Who is limited to a virtual host has the settings of that and of its applications.
 */
export function settingNamed(args: FmsArguments, { principal }: FmsCall): FmsSetting {
  const names = text(args, 'key')
    .split(/[/:.]/)
    .filter((part) => part !== '');
  const level = LEVELS.find((each) => each === names[0]);
  const path = level === undefined ? names : names.slice(1);
  const [, , application = ''] = (optionalText(args, 'scope') ?? '/').split('/');
  if (path.length === 0) throw callFailed('The key names a setting: server/logging/level.');
  if (path.some(isSecret)) throw commandFailed('Secrets are neither shown nor changed here.');
  const isOfAll = level !== 'vhost' && level !== 'application';
  if (isOfAll && principal.virtualHost !== undefined)
    throw commandFailed(`The settings of the server are not for who is limited to ${principal.virtualHost}.`);
  return { level: level ?? 'server', path, application: application === '' ? undefined : application };
}
