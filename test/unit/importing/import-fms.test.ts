import { describe, expect, test } from 'vitest';
import { application, HOST, keysOf, vhost } from '../../support/fms-tree.js';

describe('what is carried over', () => {
  const cases: (readonly [string, Record<string, string>, Record<string, Record<string, unknown>>])[] = [
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
          'logging.application.time': 'local',
          'logging.diagnostic.time': 'local',
          'logging.access.rotation.every': 'hourly',
          'logging.access.rotation.history': 7,
        },
      },
    ],
  ];

  cases.push(
    [
      'bounds in the units of FMS, and what 0 and -1 mean there',
      {
        [`${HOST}/Application.xml`]: application(`<SharedObjManager><LockTimeOut>-1</LockTimeOut>
          <MaxPropertySize>4096</MaxPropertySize></SharedObjManager><StreamManager><Live><PublishTimeout>-1</PublishTimeout>
          <Queue enabled="false"><MaxQueueDelay>500</MaxQueueDelay></Queue></Live>
          <Recording><MaxSize>1024</MaxSize><MaxDuration>0</MaxDuration></Recording></StreamManager>`),
      },
      {
        [`${HOST}/application.yaml`]: {
          'sharedObjManager.lockTimeOut': '0s',
          'sharedObjManager.maxPropertySize': 4096,
          'streamManager.live.publishTimeout': '0s',
          'streamManager.live.queue.maxQueueDelay': '0s',
          'streamManager.recording.maxSize': '1024KiB',
          'streamManager.recording.byPublishers': false,
        },
      },
    ],
    [
      'an edge without a cache on its disk, whose routes go by RTMPS',
      {
        [`${HOST}/Vhost.xml`]: vhost(`<Proxy><Mode>remote</Mode><CacheDir enabled="false"><Path>/srv/cache</Path>
          <MaxSize>64</MaxSize></CacheDir><RouteTable protocol="rtmps"><RouteEntry>*:*;origin:443</RouteEntry>
          <RouteEntry protocol="rtmp">a:*;b:*</RouteEntry></RouteTable></Proxy>`),
      },
      {
        [`${HOST}/application.yaml`]: {
          'proxy.mode': 'remote',
          'proxy.routeTable': ['*:*;rtmps://origin:443', 'a:*;rtmp://b:*'],
        },
        'conf/server.yaml': { 'originCache.maxSize': 0 },
      },
    ],
    [
      'checkpoints, and logs with a time of their own',
      {
        'conf/Logger.xml': '<Logger><Application><Time>utc</Time></Application></Logger>',
        'conf/Server.xml': `<Root><Server><Logging><Time>local</Time><Access><Checkpoints enable="true"><CheckInterval>60
          </CheckInterval><LogInterval>600</LogInterval></Checkpoints></Access></Logging></Server></Root>`,
      },
      {
        'conf/server.yaml': {
          'logging.access.time': 'local',
          'logging.diagnostic.time': 'local',
          'logging.access.checkpoints': '600s',
        },
      },
    ],
    [
      'pages that an application is for, and folders of its virtual host behind its own',
      {
        [`${HOST}/Vhost.xml`]: vhost('<VirtualDirectory><Streams>news;/srv/news</Streams></VirtualDirectory>'),
        'applications/vod/Application.xml': application(
          '<StreamManager><VirtualDirectory><Streams>/;/srv/vod</Streams></VirtualDirectory></StreamManager>',
        ),
        'applications/vod/allowedHTMLdomains.txt': '# pages\nexample.com\n*.example.org\n',
        'applications/live/allowedHTMLdomains.txt': 'example.com\n*\n',
      },
      {
        [`${HOST}/application.yaml`]: { 'streamManager.streams': [{ prefix: 'news', dir: '/srv/news' }] },
        'apps/vod/application.yaml': {
          'streamManager.streams': [
            { prefix: '', dir: '/srv/vod' },
            { prefix: 'news', dir: '/srv/news' },
          ],
          'publish.pages.allow': ['example.com', 'example.org', 'none'],
          'play.pages.allow': ['example.com', 'example.org', 'none'],
        },
      },
    ],
    [
      'several adaptors and virtual hosts',
      {
        'conf/_defaultRoot_/Adaptor.xml':
          '<Adaptor><HostPortList><HostPort>10.0.0.1</HostPort></HostPortList></Adaptor>',
        'conf/inner/Adaptor.xml':
          '<Adaptor><HostPortList><HostPort name="edge1">[::1]:1936,-8443</HostPort></HostPortList><Order>Deny,Allow</Order></Adaptor>',
        'conf/inner/tv.example.com/Vhost.xml': vhost(
          '<AppsDir>/srv/a; /srv/b</AppsDir><Allow>192.0.2.1, 10.0.0.0/8</Allow><ResourceLimits><MaxStreams>9</MaxStreams></ResourceLimits>',
        ),
      },
      {
        'conf/_defaultRoot_/adaptor.yaml': { hostPortList: ['10.0.0.1:1935'] },
        'conf/inner/adaptor.yaml': { hostPortList: ['[::1]:1936', '[::1]:-8443'], order: 'deny,allow' },
        'conf/inner/tv.example.com/vhost.yaml': {
          appsDir: ['/srv/a', '/srv/b'],
          allow: ['192.0.2.1', '10.0.0.0/8'],
          'resourceLimits.maxStreams': 9,
        },
      },
    ],
  );

  test.each(cases)('%s', (_what, files, expected) => {
    const { keys, notes } = keysOf(files);
    expect(keys).toEqual(expected);
    expect(notes).toEqual([]);
  });
});
