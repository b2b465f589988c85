import { z } from 'zod';
import { connectionLimitsSection } from './connection-limits-section.js';
import { hlsSection } from './hls-section.js';
import { duration, flag, hostNameList, hostPort, section, serverAddress } from './key-types.js';
import { loggingSection } from './logging-section.js';
import { linkSection } from './link-section.js';
import { proxyProtocolSection } from './proxy-protocol-section.js';
import { remotingSection } from './remoting-section.js';
import { originCacheSection } from './origin-cache-section.js';
import { recordedCacheSection } from './recorded-media-sections.js';
import { webSections } from './web-sections.js';

/** The keys of `conf/server.yaml`. */
export const serverSchema = z
  .strictObject({
    http: section(
      'What is offered over HTTP: live streams as FLV, RTMP over WebSocket, a page that says how to publish and play.',
      {
        hostPort: hostPort(':8080', 'Where HTTP listens. The option --http replaces it.'),
        tls: flag(false, 'Take only HTTPS here, with the certificates of _defaultRoot_.', true),
        proxyProtocol: proxyProtocolSection,
        remoting: remotingSection,
        resourceLimits: connectionLimitsSection,
        ...webSections,
        hls: hlsSection,
      },
    ),
    adminServer: section(
      'Where the server is watched and administered over HTTP: the console, its API, /healthz, /readyz and /metrics.',
      {
        hostPort: hostPort(
          '127.0.0.1:1111',
          'Where the administration listens. Everybody who reaches it sees /healthz, /readyz and /metrics; the rest is for users only. From elsewhere, reach it by TLS (tls below, a proxy or a tunnel). The option --admin replaces it.',
        ),
        tls: flag(false, 'Take only HTTPS here, with the certificates of _defaultRoot_.', true),
        names: hostNameList(
          [],
          'Names under which a proxy on this machine, or a tunnel, leads to the administration. On loopback it otherwise answers only who asks for an address of this machine.',
        ),
        sessionTimeout: duration(
          { default: '8h', min: '1m', max: '30d' },
          'Time without a request after which a login to the console ends.',
        ),
        fms: section('The administration API of FMS, at /admin/<method> over HTTP and at rtmp://…/admin.', {
          enable: flag(true, 'Offer it. Who asks it is a user of the console, with name and password.'),
          adminElem: flag(false, 'Write items of lists as <elem name="0"> and not as <_0>, as AdminElem of FMS does.'),
        }),
      },
    ),
    logging: loggingSection,
    link: linkSection,
    shutdown: section('How the server stops.', {
      timeout: duration(
        { default: '10s', min: '0s', max: '1h' },
        'How long a stopping server waits for its clients to be told and its files to be finished.',
      ),
      reconnectTo: serverAddress(
        'Where clients of Enhanced RTMP are asked to go when the server stops, to the same application there. Empty: to the address that they used.',
      ),
    }),
    configuration: section('How changes of these files are noticed.', {
      watch: flag(
        true,
        'Read the files again when one of them changes. If false, only SIGHUP does it. No connection is dropped either way.',
      ),
    }),
    autoCloseIdleClients: section(
      'Clients that are idle. Idle is who publishes nothing, plays nothing and calls nothing; answered pings do not count.',
      {
        enable: flag(false, 'Disconnect idle clients. They are told NetConnection.Connect.IdleTimeOut.'),
        checkInterval: duration({ default: '60s', min: '1s', max: '1d' }, 'How often idle clients are looked for.'),
        maxIdleTime: duration({ default: '60m', min: '1s', max: '30d' }, 'How long a client may be idle.'),
      },
    ),
    recordedCache: recordedCacheSection,
    originCache: originCacheSection,
  })
  .meta({ description: 'Server: what holds for the whole process.' });
