import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../../src/config/problem.js';
import { readSettings } from '../../../src/config/settings.js';

describe('settings of the command line', () => {
  it.each([
    ['logging.level=debug', 'server', { logging: { level: 'debug' } }],
    ['server.shutdown.timeout=1s', 'server', { shutdown: { timeout: '1s' } }],
    ['adaptor.rtmp.pingPeriod=10s', 'adaptor', { rtmp: { pingPeriod: '10s' } }],
    ['adaptor.hostPortList=[:1935, "[::1]:80"]', 'adaptor', { hostPortList: [':1935', '[::1]:80'] }],
    ['adaptor.order=deny,allow', 'adaptor', { order: 'deny,allow' }],
    ['vhost.appsDir=/srv/a=b', 'vhost', { appsDir: '/srv/a=b' }],
    ['application.client.outChunkSize=64KiB', 'application', { client: { outChunkSize: '64KiB' } }],
    ['application.publish={allow: [all]}', 'application', { publish: { allow: ['all'] } }],
  ])('%s', (setting, level, tree) => {
    const { trees, problems } = readSettings([setting]);
    expect(problems).toEqual([]);
    expect(trees).toEqual({ server: {}, adaptor: {}, vhost: {}, application: {}, [level]: tree });
  });

  it('lays later settings on earlier ones', () => {
    const { trees } = readSettings(['logging.level=debug', 'shutdown.timeout=1s', 'logging.level=warn']);
    expect(trees.server).toEqual({ logging: { level: 'warn' }, shutdown: { timeout: '1s' } });
  });

  it.each([
    ['logging.level', 'sets nothing; write <key>=<value>, for example logging.level=debug'],
    ['=1', 'sets nothing; write <key>=<value>, for example logging.level=debug'],
    ['loging.level=debug', 'loging.level: there is no such key; did you mean logging.level?'],
    ['rtmp.pingPeriod=1s', 'rtmp.pingPeriod: there is no such key; did you mean adaptor.rtmp.pingPeriod?'],
    ['adaptor=1', 'adaptor: there is no such key; see docs/configuration.md for the addresses of keys'],
    ['__proto__.x=1', '__proto__.x: there is no such key; see docs/configuration.md for the addresses of keys'],
    [
      'logging.level=loud',
      'logging.level: "loud" is not one of debug | info | warn | error; write one of debug | info | warn | error',
    ],
    ['shutdown.timeout=', 'shutdown.timeout: nothing is not a duration from 0s to 1h; write 500ms, 10s, 2m or 1h'],
    ['shutdown.timeout=2h', 'shutdown.timeout: "2h" is not a duration from 0s to 1h; write 500ms, 10s, 2m or 1h'],
    ['adaptor.rtmp={ping: 1}', 'rtmp.ping: there is no such key; remove it; the keys here are handshakeTimeout'],
    ['adaptor.amf=64', 'amf: 64 is not a section with keys of its own; write its keys below it, indented'],
    ['adaptor.amf.maxDepth=[64', 'adaptor.amf.maxDepth: is not valid YAML'],
    ['adaptor.amf.maxDepth=6.5', 'amf.maxDepth: 6.5 is not a whole number from 4 to 512; write a number such as 64'],
    ['application.client.outChunkSize=127', 'client.outChunkSize: 127 is not a size in bytes from 128 to 65536'],
    ['adaptor.allow=all', 'allow: "all" is not a list of addresses; write the items in brackets: [one, two]'],
    [
      'application.client.access.readAccess=["a;b"]',
      'client.access.readAccess[0]: "a;b" is not a folder; write / for everything, or a folder such as rooms/one',
    ],
    ['adaptor.allow=[10.]', 'allow[0]: 10 is not an address rule; write all, loopback, 192.0.2.7, 10.0.0.0/8'],
    ['adaptor.hostPortList=[]', 'hostPortList: [] is not a list of addresses with ports'],
    [
      'vhost.resourceLimits.maxStreams=-2',
      'resourceLimits.maxStreams: -2 is not a whole number of at least 1, or -1 for no limit',
    ],
    [
      'vhost.resourceLimits.maxStreams=0',
      'resourceLimits.maxStreams: 0 is not a whole number of at least 1, or -1 for no limit',
    ],
    ['application.noOverride=[client.speed]', 'noOverride[0]: "client.speed" is not a key of application.yaml'],
  ])('%s is a mistake', (setting, expected) => {
    const { trees, problems } = readSettings([setting]);
    expect(problems.map(formatProblem)).toEqual([expect.stringContaining(`--set ${setting} ${expected}`)]);
    expect(problems[0]!.severity).toBe('error');
    expect(keysOfTree(trees)).toEqual([]);
  });
});

/** The dotted keys that have a value. */
function keysOfTree(tree: object, above = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? keysOfTree(value, `${above}${key}.`)
      : [above + key],
  );
}
