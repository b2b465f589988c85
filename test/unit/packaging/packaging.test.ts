import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const dockerfile = readFileSync('packaging/Dockerfile', 'utf8');
const unit = readFileSync('packaging/afterglow.service', 'utf8');
const ignored = readFileSync('.dockerignore', 'utf8').trim().split('\n');
/** What the command line knows: its options, and the variables that stand for them. */
const options = ['src/main/serve-options.ts', 'src/main/key-options.ts']
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');
const known = [...options.matchAll(/AFTERGLOW_\w+/g)].map(([name]) => name);

interface Service {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly volumes: readonly string[];
  readonly ports: readonly string[];
  readonly [key: string]: unknown;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, null>>;
  readonly secrets: Readonly<Record<string, unknown>>;
}

const compose = parse(readFileSync('packaging/compose.yaml', 'utf8'), { merge: true }) as Compose;

describe('the Dockerfile', () => {
  it('copies what is there, and nothing that another machine has built', () => {
    const copies = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, sources]) =>
      sources!.split(' '),
    );
    expect(copies.length).toBeGreaterThan(0);
    expect(copies.filter((source) => !existsSync(source) || ignored.includes(source))).toEqual([]);
    expect(ignored).toEqual(expect.arrayContaining(['.git', 'node_modules', 'dist']));
  });

  it('leaves the secret of the link and media that somebody put there out of the image and the package', () => {
    const { files } = JSON.parse(readFileSync('package.json', 'utf8')) as { files: string[] };
    for (const path of ['packaging/link-secret', 'apps/vod/media/*']) {
      expect(ignored).toContain(path);
      expect(files).toContain(`!${path}`);
    }
  });

  it('takes from its first stage what that has, and what the package is published with', () => {
    const taken = [...dockerfile.matchAll(/^COPY --from=build \/afterglow\/(\S+)/gm)].map(([, path]) => path);
    const { files } = JSON.parse(readFileSync('package.json', 'utf8')) as { files: string[] };
    for (const needed of ['dist', 'conf', 'apps'])
      expect([taken, files.join()]).toEqual([expect.arrayContaining([needed]), expect.stringContaining(needed)]);
  });

  it('runs as nobody in particular, says how it does, and sets what the server knows', () => {
    expect(dockerfile.indexOf('USER node')).toBeLessThan(dockerfile.indexOf('ENTRYPOINT'));
    expect(dockerfile).toMatch(/^HEALTHCHECK .*\\\n {2}CMD \["node", "\/afterglow\/health-check.mjs"\]$/m);
    expect(dockerfile).toMatch(/^COPY --from=build \/afterglow\/packaging\/health-check\.mjs \.\/$/m);
    expect(
      [...dockerfile.matchAll(/AFTERGLOW_\w+(?==)/g)].map(([name]) => name).filter((name) => !known.includes(name)),
    ).toEqual([]);
    const [, entry = ''] = /^ENTRYPOINT \["\/afterglow\/dist\/(.*)\.js"\]$/m.exec(dockerfile) ?? [];
    expect(existsSync(`src/${entry}.ts`)).toBe(true);
  });
});

describe('docker-compose', () => {
  it('has an edge that waits for its origin, and finds it', () => {
    const { origin, edge } = compose.services;
    expect(edge?.depends_on).toEqual({ origin: { condition: 'service_healthy' } });
    expect(edge?.command).toContain('application.proxy.routeTable=["*:*;origin:1935"]');
    for (const service of [origin, edge]) {
      expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], secrets: ['link'] });
      expect(service?.command).toContain('link.secretFile=/run/secrets/link');
      expect(Object.keys(service?.environment ?? {}).filter((name) => !known.includes(name))).toEqual([]);
      expect(
        service?.volumes
          .map((volume) => volume.split(':')[0])
          .every((name) => Object.keys(compose.volumes).includes(name!)),
      ).toBe(true);
    }
    expect(Object.keys(compose.secrets)).toEqual(['link']);
  });

  it('publishes the console to its own machine alone, and no port twice', () => {
    const ports = Object.values(compose.services).flatMap((service) => service.ports);
    expect(ports.filter((port) => port.endsWith(':1111')).every((port) => port.startsWith('127.0.0.1:'))).toBe(true);
    const published = ports.map((port) => port.replace('127.0.0.1:', '').split(':')[0]);
    expect(new Set(published).size).toBe(published.length);
  });
});

describe('the systemd unit', () => {
  it('is told when the server is ready, and walls it in', () => {
    for (const line of [
      'Type=notify',
      'WatchdogSec=30s',
      'NoNewPrivileges=yes',
      'ProtectSystem=strict',
      'ProtectHome=yes',
      'User=afterglow',
    ])
      expect(unit.split('\n')).toContain(line);
  });

  it('gives options that there are', () => {
    const [, command = ''] = /^ExecStart=\/usr\/bin\/env (.*)$/m.exec(unit) ?? [];
    const given = [...command.matchAll(/--[a-z-]+/g)].map(([option]) => option);
    expect(given.length).toBeGreaterThan(3);
    expect(given.filter((option) => !options.includes(option))).toEqual([]);
  });
});
