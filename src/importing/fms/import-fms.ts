import type { ImportPlace, ImportTarget } from '../imported.js';
import { Imported } from '../imported.js';
import { adaptorRules } from './adaptor-rules.js';
import { allowedDomains } from './allowed-domains.js';
import { applicationRules } from './application-rules.js';
import type { Rule, Rules } from './rules.js';
import { loggerRules, serverRules } from './server-rules.js';
import type { FmsSetting } from './settings-file.js';
import { placeOf, readSettings } from './settings-file.js';
import { Substitutions } from './substitutions.js';
import { importUsers } from './users.js';
import { virtualHostRules } from './virtual-host-rules.js';

/** The files of a tree of FMS, by their paths in it with `/`: `conf/Server.xml`, `applications/live/Application.xml`. */
export type FmsTree = ReadonlyMap<string, string>;

type Targets = Readonly<Partial<Record<ImportTarget['level'], ImportTarget>>>;

const serverFile: ImportTarget = { path: 'conf/server.yaml', level: 'server' };

/** What a tree of FMS says, as ours says it. Throws ImportError for a file that is no XML. */
export function importFms(tree: FmsTree): Imported {
  const imported = new Imported();
  const variables = new Substitutions(find(tree, /(?:^|\/)(?:fms|ams)\.ini$/i)?.[1]);
  for (const [file, text] of inOrder(tree)) {
    const read = (root: string): FmsSetting[] => readSettings(file, text, root, variables);
    const place = file.split('/').slice(0, -1);
    const [adaptor = '_defaultRoot_', host = '_defaultVHost_'] = place.slice(place.lastIndexOf('conf') + 1);
    const targets = targetsOf(adaptor, host);
    switch (file.slice(file.lastIndexOf('/') + 1).toLowerCase()) {
      case 'server.xml':
        // Adaptors have their own limits here; what was said for all holds for the one that everybody has.
        apply(imported, file, read('Root/Server'), serverRules, { server: serverFile, adaptor: targets.adaptor });
        break;
      case 'logger.xml':
        if (place.length < 2) apply(imported, file, read('Logger'), loggerRules, { server: serverFile });
        break;
      case 'users.xml':
        importUsers(imported, file, read('Root'), place.length > 2 ? `${adaptor}/${host}` : undefined);
        break;
      case 'adaptor.xml': {
        const settings = read('Adaptor');
        apply(imported, file, settings, adaptorRules, { adaptor: targets.adaptor });
        certificate(imported, file, settings, targets.adaptor);
        break;
      }
      case 'vhost.xml': {
        const settings = read('VirtualHost');
        apply(imported, file, settings, virtualHostRules, { ...targets, server: serverFile });
        withoutCache(imported, file, settings);
        break;
      }
      case 'allowedhtmldomains.txt':
      case 'allowedswfdomains.txt': {
        const app = applicationFolder(file);
        if (app !== undefined) allowedDomains(imported, file, text, applicationFile(app));
        break;
      }
      case 'application.xml': {
        const app = applicationFolder(file);
        const target = app === undefined ? targets.application : applicationFile(app);
        const settings = read('Application').map(asScriptEngine);
        apply(imported, file, settings, applicationRules, { application: target });
        scriptConfiguration(imported, file, settings, target);
        if (app === undefined) fixed(imported, file, settings, target);
      }
    }
  }
  reconcile(imported);
  return imported;
}

/** A log may have a time of its own, over that of all logs; what applications say is held against their virtual host. */
function inOrder(tree: FmsTree): readonly (readonly [string, string])[] {
  const rank = (file: string): number => Number(/\blogger\.xml$/i.test(file)) + 2 * Number(!file.startsWith('conf/'));
  return [...tree].sort(([a], [b]) => rank(a) - rank(b));
}

/**
 * What the virtual host fixes did not hold in applications there, and is not written to theirs. A list of theirs is the
 * whole list here: folders of Vhost.xml come after those of the application.
 */
function reconcile(imported: Imported): void {
  const host = imported.files.find(
    ({ target }) => target.path === targetsOf('_defaultRoot_', '_defaultVHost_').application.path,
  );
  const fixedKeys = host?.keys.get('noOverride');
  const folders = host?.keys.get('streamManager.streams');
  for (const { target, keys } of imported.files) {
    if (!target.path.startsWith('apps/')) continue;
    for (const key of (fixedKeys?.value ?? []) as readonly string[]) {
      const says = `It did not hold: ${fixedKeys?.places[0]?.file ?? ''} says override="no". If it is to, write ${key} in ${host?.target.path ?? ''}.`;
      for (const place of imported.remove(target, key)) imported.note(place, says);
    }
    if (folders === undefined || !keys.has('streamManager.streams')) continue;
    for (const place of folders.places.filter(({ file }) => /vhost\.xml$/i.test(file)).slice(0, 1))
      imported.add(target, 'streamManager.streams', folders.value as readonly unknown[], place);
  }
}

function apply(
  imported: Imported,
  file: string,
  settings: readonly FmsSetting[],
  rules: Rules,
  targets: Targets,
): void {
  for (const setting of settings) {
    const found = ruleFor(rules, setting.path);
    const place = placeOf(file, setting);
    if (found === undefined) {
      // What override="no" fixes is looked for elsewhere.
      if (setting.value === '' || setting.path.endsWith('@override')) imported.passOver();
      else imported.note(place, 'It has no counterpart here.');
    }
    for (const rule of found === undefined ? [] : [found].flat()) applyRule(imported, place, setting, rule, targets);
  }
}

function applyRule(imported: Imported, place: ImportPlace, setting: FmsSetting, rule: Rule, targets: Targets): void {
  if ('says' in rule) {
    if (rule.says === '' || rule.unless.includes('*') || rule.unless.includes(setting.value)) imported.passOver();
    else imported.note(place, rule.says);
  } else if (setting.unknown.length > 0) {
    imported.note(place, `There is no ${setting.unknown.join(', ')} in fms.ini: set ${rule.key} yourself.`);
  } else carry(imported, place, setting, rule, targets);
}

function carry(
  imported: Imported,
  place: ImportPlace,
  setting: FmsSetting,
  rule: Extract<Rule, { key: string }>,
  targets: Targets,
): void {
  const [, level, key = rule.key] = /^(server|adaptor|vhost|application):(.*)$/.exec(rule.key) ?? [];
  const target = targets[(level ?? Object.keys(targets)[0]) as ImportTarget['level']];
  const value = rule.convert(setting);
  if (target === undefined || value === undefined) imported.passOver();
  else if (rule.isList) imported.add(target, key, value as readonly unknown[], place);
  else imported.set(target, key, value, place);
}

/** The rule of that path, or of what it lies in. */
function ruleFor(rules: Rules, path: string): Rules[string] | undefined {
  const exact = Object.hasOwn(rules, path) ? rules[path] : undefined;
  if (exact !== undefined) return exact;
  for (let end = path.length - 1; end > 0; end--) {
    const rest = path[end];
    if (rest !== '/' && rest !== '@') continue;
    const prefix = path.slice(0, end + 1);
    if (Object.hasOwn(rules, prefix)) return rules[prefix];
    // Of an element, what is said of what lies in it holds for its attributes too.
    const parts = `${path.slice(0, end)}/`;
    if (rest === '@' && Object.hasOwn(rules, parts)) return rules[parts];
  }
  return undefined;
}

/** Certificate and key stand apart there, and are one thing here. */
function certificate(imported: Imported, file: string, settings: readonly FmsSetting[], target: ImportTarget): void {
  const value = (name: string): FmsSetting | undefined =>
    settings.find(({ path, value: written }) => path === `SSL/SSLServerCtx/${name}` && written !== '');
  const certFile = value('SSLCertificateFile');
  if (certFile === undefined) return;
  const keyFile = value('SSLCertificateKeyFile')?.value ?? certFile.value;
  imported.add(target, 'tls.certificates', [{ certFile: certFile.value, keyFile }], placeOf(file, certFile));
}

/** `application.config` of scripts: whatever elements somebody wrote. */
function scriptConfiguration(
  imported: Imported,
  file: string,
  settings: readonly FmsSetting[],
  target: ImportTarget,
): void {
  const config: Record<string, unknown> = {};
  let first: FmsSetting | undefined;
  for (const setting of settings) {
    const names = /^ScriptEngine\/(?:ApplicationObject\/config|Config)\/([^@]+)$/i.exec(setting.path)?.[1]?.split('/');
    if (names === undefined) continue;
    first ??= setting;
    let at = config;
    for (const name of names.slice(0, -1)) at = (at[name] ??= {}) as Record<string, unknown>;
    at[names.at(-1)!] = setting.value;
  }
  if (first !== undefined) imported.set(target, 'script.config', config, placeOf(file, first));
}

/** What an element with override="no" says holds for all applications of the virtual host. */
function fixed(imported: Imported, file: string, settings: readonly FmsSetting[], target: ImportTarget): void {
  for (const { path, value, ...setting } of settings) {
    if (!path.endsWith('@override') || value !== 'no') continue;
    const element = path.slice(0, -'@override'.length);
    const keys = Object.entries(applicationRules).flatMap(([at, rules]) =>
      at === element || at.startsWith(`${element}/`)
        ? [rules].flat().flatMap((rule: Rule) => ('key' in rule ? rule.key : []))
        : [],
    );
    if (keys.length > 0) imported.add(target, 'noOverride', keys, placeOf(file, { ...setting, path, value }));
  }
}

/** An edge there keeps nothing on the disk unless it is told to; here it does. */
function withoutCache(imported: Imported, file: string, settings: readonly FmsSetting[]): void {
  const value = (path: string): FmsSetting | undefined => settings.find((setting) => setting.path === path);
  const enabled = value('Proxy/CacheDir@enabled');
  if (enabled?.value.toLowerCase() === 'false' && value('Proxy/Mode')?.value.toLowerCase() === 'remote')
    imported.set(serverFile, 'originCache.maxSize', 0, placeOf(file, enabled));
}

function asScriptEngine(setting: FmsSetting): FmsSetting {
  return { ...setting, path: setting.path.replace(/^JSEngine(?=[/@]|$)/, 'ScriptEngine') };
}

/** `applications/live/Application.xml` is of the application live; in conf it is of a virtual host. */
function applicationFolder(file: string): string | undefined {
  const folders = file.split('/').slice(0, -1);
  return folders.includes('conf') ? undefined : folders.at(-1);
}

function targetsOf(adaptor: string, host: string): Record<'adaptor' | 'vhost' | 'application', ImportTarget> {
  return {
    vhost: { path: `conf/${adaptor}/${host}/vhost.yaml`, level: 'vhost' },
    adaptor: { path: `conf/${adaptor}/adaptor.yaml`, level: 'adaptor' },
    application: { path: `conf/${adaptor}/${host}/application.yaml`, level: 'application' },
  };
}

function applicationFile(app: string): ImportTarget {
  return { path: `apps/${app}/application.yaml`, level: 'application' };
}

function find(tree: FmsTree, pattern: RegExp): readonly [string, string] | undefined {
  return [...tree].find(([file]) => pattern.test(file));
}
