import { describe, expect, it } from 'vitest';

interface Package {
  readonly version?: string;
  readonly integrity?: string;
  readonly optional?: boolean;
}
interface Lock {
  readonly packages: Readonly<Record<string, Package>>;
}
const { isInstalled, isOlder } = (await import(new URL('../../../scripts/checkout.mjs', import.meta.url).href)) as {
  isInstalled: (lock: Lock | undefined, installed: Lock | undefined) => boolean;
  isOlder: (a: string, b: string) => boolean;
};

describe('what npm start installs', () => {
  const own = { version: '0.1.0' };
  const a = { version: '1.0.0', integrity: 'sha512-a' };
  const lock: Lock = { packages: { '': own, 'node_modules/a': a, 'node_modules/b': { ...a, optional: true } } };
  it.each([
    ['nothing when all is there', { packages: { 'node_modules/a': a, 'node_modules/b': a } }, true],
    ['nothing when only the package of another platform is absent', { packages: { 'node_modules/a': a } }, true],
    ['all when npm has no record', undefined, false],
    ['all when a package is absent', { packages: { 'node_modules/b': a } }, false],
    ['all when a package has another version', { packages: { 'node_modules/a': { ...a, version: '1.0.1' } } }, false],
    ['all when a package has other contents', { packages: { 'node_modules/a': { ...a, integrity: 'x' } } }, false],
    ['all when a package is left over', { packages: { 'node_modules/a': a, 'node_modules/c': a } }, false],
  ] as const)('%s', (_name, installed, expected) => {
    expect(isInstalled(lock, installed)).toBe(expected);
  });
});

describe('whether this Node.js is too old', () => {
  it.each([
    ['18.19.1', '20.19', true],
    ['20.18.3', '20.19', true],
    ['20.19.0', '20.19', false],
    ['20.20.2', '20.19', false],
    ['24.0.0', '20.19', false],
    ['20.9.0', '20.19', true],
  ])('%s against %s: %s', (version, wanted, expected) => {
    expect(isOlder(version, wanted)).toBe(expected);
  });
});
