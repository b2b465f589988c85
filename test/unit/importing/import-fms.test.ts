import { describe, expect, test } from 'vitest';
import { importFms } from '../../../src/importing/fms/import-fms.js';
import { importReport } from '../../../src/main/import-report.js';
import { importedFiles } from '../../../src/main/imported-files.js';

const HOST = 'conf/_defaultRoot_/_defaultVHost_';

/** The keys of each file that is written. */
function keysOf(files: Readonly<Record<string, string>>) {
  const result = importedFiles(importFms(new Map(Object.entries(files))), '/opt/fms');
  return {
    ...result,
    keys: Object.fromEntries(
      result.files.map(({ path, keys }) => [path, Object.fromEntries(keys.map(({ key, value }) => [key, value]))]),
    ),
  };
}

const application = (content: string): string => `<?xml version="1.0"?>\n<Application>${content}</Application>`;
const vhost = (content: string): string => `<VirtualHost>${content}</VirtualHost>`;

describe('what is carried over', () => {
  const cases: readonly (readonly [string, Record<string, string>, Record<string, Record<string, unknown>>])[] = [
    [
      'ports with variables of fms.ini, one of them for TLS, and the certificate',
      {
        'conf/fms.ini': '# ports\nADAPTOR.HOSTPORT = :1936,-443\n',
        'conf/_defaultRoot_/Adaptor.xml': `<Adaptor><HostPortList><HostPort name="edge1">\${ADAPTOR.HOSTPORT}</HostPort></HostPortList>
          <Allow>all</Allow><Deny>10.0.0.0/8, 192.0.2.1</Deny><SSL><SSLServerCtx><SSLCertificateFile>cert.pem</SSLCertificateFile>
          <SSLCertificateKeyFile type="PEM">key.pem</SSLCertificateKeyFile></SSLServerCtx></SSL></Adaptor>`,
      },
      {
        'conf/_defaultRoot_/adaptor.yaml': {
          hostPortList: [':1936', ':-443'],
          deny: ['10.0.0.0/8', '192.0.2.1'],
          'tls.certificates': [{ certFile: 'cert.pem', keyFile: 'key.pem' }],
        },
      },
    ],
    [
      'limits, aliases, virtual directories and keys of a virtual host',
      {
        [`${HOST}/Vhost.xml`]: vhost(`<AliasList><Alias name="www.example.com"/></AliasList>
          <ResourceLimits><MaxConnections>500</MaxConnections><MaxAppInstances>15000</MaxAppInstances></ResourceLimits>
          <VirtualKeys><Key from="WIN 7,0,19,0" to="WIN 9,0,0,0">A</Key></VirtualKeys>
          <VirtualDirectory><Streams key="A">low;/srv/low</Streams><Streams>/;/srv/all</Streams></VirtualDirectory>`),
      },
      {
        [`${HOST}/vhost.yaml`]: {
          aliasList: ['www.example.com'],
          'resourceLimits.maxConnections': 500,
          virtualKeys: [{ from: 'WIN 7,0,19,0', to: 'WIN 9,0,0,0', key: 'A' }],
        },
        [`${HOST}/application.yaml`]: {
          'streamManager.streams': [
            { prefix: 'low', dir: '/srv/low', virtualKey: 'A' },
            { prefix: '', dir: '/srv/all' },
          ],
        },
      },
    ],
    [
      'an edge with its routes and its cache',
      {
        [`${HOST}/Vhost.xml`]:
          vhost(`<Proxy><Mode>remote</Mode><Anonymous>true</Anonymous><RequestTimeout>5</RequestTimeout>
          <CacheDir enabled="true"><Path>/srv/cache</Path><MaxSize>64</MaxSize></CacheDir><RouteTable protocol="">
          <RouteEntry>*:*;origin:1935</RouteEntry><RouteEntry protocol="rtmps">a:443;b:443</RouteEntry>
          <RouteEntry>bad:1935;null</RouteEntry></RouteTable></Proxy>`),
      },
      {
        [`${HOST}/application.yaml`]: {
          'proxy.mode': 'remote',
          'proxy.anonymous': true,
          'proxy.requestTimeout': '5s',
          'proxy.routeTable': ['*:*;rtmp://origin:1935', 'a:443;rtmps://b:443', 'bad:1935;null'],
        },
        'conf/server.yaml': { 'originCache.dir': '/srv/cache', 'originCache.maxSize': '64GiB' },
      },
    ],
    [
      'an application, in the words of FMS 3, over those of its virtual host',
      {
        [`${HOST}/Application.xml`]: application(
          `<Client><OutChunkSize override="no">2048</OutChunkSize></Client><MaxAppIdleTime>600</MaxAppIdleTime>`,
        ),
        'applications/chat/Application.xml': application(`<JSEngine><MaxTimeOut>10</MaxTimeOut>
          <FileObject><VirtualDirectory>/store;/srv/store</VirtualDirectory></FileObject>
          <ApplicationObject><config><rooms><max>5</max></rooms><name>Chat</name></config></ApplicationObject></JSEngine>
          <AllowHTTPTunnel>false</AllowHTTPTunnel><MaxAppIdleTime>1200</MaxAppIdleTime>`),
      },
      {
        [`${HOST}/application.yaml`]: {
          'client.outChunkSize': 2048,
          maxAppIdleTime: '600s',
          noOverride: ['client.outChunkSize'],
        },
        'apps/chat/application.yaml': {
          'script.maxTime': '10s',
          'script.fileFolders': [{ name: 'store', dir: '/srv/store' }],
          'script.config': { rooms: { max: '5' }, name: 'Chat' },
          disallowedProtocols: ['rtmpt', 'rtmpts', 'rtmpte'],
          maxAppIdleTime: '1200s',
        },
      },
    ],
    [
      'the cache, the logs, and an administration that stays on this machine',
      {
        'conf/Server.xml': `<Root><Server><AdminServer><HostPort>:1112</HostPort></AdminServer><ResourceLimits><FLVCache>
          <MaxSize>1000</MaxSize></FLVCache></ResourceLimits><Logging><Time>local</Time></Logging></Server></Root>`,
        'conf/Logger.xml': `<Logger><Access><Rotation><Schedule type="hourly">0</Schedule><History>7</History></Rotation>
          <Fields>*</Fields></Access></Logger>`,
      },
      {
        'conf/server.yaml': {
          'adminServer.hostPort': '127.0.0.1:1112',
          'recordedCache.maxSize': '1000MiB',
          'logging.access.time': 'local',
          'logging.access.rotation.every': 'hourly',
          'logging.access.rotation.history': 7,
        },
      },
    ],
  ];

  test.each(cases)('%s', (_what, files, expected) => {
    const { keys, notes } = keysOf(files);
    expect(keys).toEqual(expected);
    expect(notes).toEqual([]);
  });
});

test('what cannot be carried over is named with its line and what to do', () => {
  const { notes, files } = keysOf({
    'conf/Users.xml': `<Root><UserList>\n<User name="fred"><Password encrypt="false">geheim</Password></User></UserList></Root>`,
    'conf/_defaultRoot_/Adaptor.xml': `<Adaptor><RTMFP enable="true"/>\n<HostPortList><HostPort>\${NOWHERE}</HostPort></HostPortList></Adaptor>`,
    [`${HOST}/Application.xml`]: application('<Client><OutChunkSize>7</OutChunkSize></Client><Strange>thing</Strange>'),
  });
  expect(files).toEqual([]);
  expect(notes.map(({ file, line, says }) => `${file.split('/').at(-1)}:${line} ${says}`)).toEqual([
    'Users.xml:2 Make the user anew: afterglow user add fred --role administrator',
    expect.stringContaining('Adaptor.xml:1 RTMFP is not spoken'),
    'Adaptor.xml:2 There is no NOWHERE in fms.ini: set hostPortList yourself.',
    'Application.xml:2 It has no counterpart here.',
    expect.stringMatching(/^Application.xml:2 client.outChunkSize does not take 7/),
  ]);
  expect(JSON.stringify(notes)).not.toContain('geheim');
});

test('the report and the files say the same', () => {
  const result = keysOf({ [`${HOST}/Application.xml`]: application('\n<MaxAppIdleTime>60</MaxAppIdleTime>') });
  expect(result.files[0]?.text).toBe(
    '# Taken over from /opt/fms; what is not here is as usual.\nmaxAppIdleTime: 60s\n',
  );
  expect(importReport(result)).toContain(`maxAppIdleTime: "60s"   (${HOST}/Application.xml:3)`);
});

test.each([
  ['no XML', '<Application><', 'conf/_defaultRoot_/_defaultVHost_/Application.xml: it is no XML'],
  ['another file', '<Other/>', 'it begins with <Other> instead of <Application>'],
])('%s is refused', (_what, text, says) => {
  expect(() => keysOf({ [`${HOST}/Application.xml`]: text })).toThrow(says);
});
