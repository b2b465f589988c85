import { describe, expect, test } from 'vitest';
import type { Imported } from '../../../src/importing/imported.js';
import { importNginx } from '../../../src/importing/nginx/import-nginx.js';
import { importNodeMediaServer } from '../../../src/importing/node-media-server/import-node-media-server.js';
import { importedFiles } from '../../../src/main/imported-files.js';

function result(imported: Imported) {
  const { files, notes } = importedFiles(imported, 'the file');
  return {
    keys: Object.fromEntries(
      files.map(({ path, keys }) => [path, Object.fromEntries(keys.map(({ key, value }) => [key, value]))]),
    ),
    notes: notes.map(({ line, what, says }) => `${line} ${what}: ${says}`),
  };
}

describe('nginx-rtmp', () => {
  test('ports, access, recording, restreaming and hooks of applications', () => {
    const { keys, notes } = result(
      importNginx(
        'nginx.conf',
        `worker_processes 1; # one
        events { worker_connections 1024; }
        rtmp {
          server {
            listen 1936; listen [::]:1936;
            chunk_size 8192;
            application live {
              live on; wait_key on;
              allow publish 127.0.0.1; allow publish 10.0.0.0/8; deny publish all; deny play 192.0.2.7;
              record all; record_path "/srv/rec one"; record_max_size 512m;
              push rtmp://a.example.com/live2/the-secret;
              on_publish http://127.0.0.1:8000/auth;
              exec ffmpeg -i rtmp://localhost/live/$name -f flv rtmp://localhost/hls/$name;
            }
            application vod { play /var/media; play http://other/vod; }
            application relay { live on; pull rtmp://b.example.com/src/cam name=hall static; max_connections 50; }
          }
        }`,
      ),
    );
    expect(keys).toEqual({
      'conf/_defaultRoot_/adaptor.yaml': { hostPortList: [':1936', '[::]:1936'] },
      'conf/_defaultRoot_/_defaultVHost_/application.yaml': { 'client.outChunkSize': 8192 },
      'apps/live/application.yaml': {
        'publish.allow': ['127.0.0.1', '10.0.0.0/8'],
        'publish.requires': 'nothing',
        'play.deny': ['192.0.2.7'],
        'streamManager.recording.streams': ['*'],
        'streamManager.storageDir': '/srv/rec one',
        'streamManager.recording.maxSize': '512MiB',
        'restream.targets': [{ stream: '*', url: 'rtmp://a.example.com/live2', name: 'the-secret' }],
        hooks: [{ url: 'http://127.0.0.1:8000/auth', events: ['publish'], format: 'form' }],
      },
      'apps/vod/application.yaml': {
        'publish.requires': 'nothing',
        'streamManager.streams': [{ prefix: '', dir: '/var/media' }],
      },
      'apps/relay/application.yaml': {
        'publish.requires': 'nothing',
        'restream.sources': [{ stream: 'hall', url: 'rtmp://b.example.com/src', name: 'cam' }],
        'resourceLimits.maxClients': 50,
      },
    });
    expect(notes).toEqual([
      expect.stringMatching(/^13 exec ffmpeg .*No programs are started/),
      expect.stringMatching(/^15 play http:.*Recorded media is taken from folders/),
    ]);
  });

  test.each([
    ['a brace is missing', 'rtmp {\n server {\n', 'nginx.conf:2: a } is missing'],
    ['a semicolon is missing', 'rtmp { server { listen 1935 } }', 'nginx.conf:1: a ; is missing after listen'],
    ['a brace too many', 'rtmp { } }', 'nginx.conf:1: this } closes nothing'],
    ['a quote is open', 'rtmp {\n play "x;\n}', 'nginx.conf:2: this cannot be read'],
  ])('%s: it is refused with its line', (_what, text, says) => {
    expect(() => importNginx('nginx.conf', text)).toThrow(says);
  });
});

describe('Node-Media-Server', () => {
  test('a program is read and not run', () => {
    const { keys, notes } = result(
      importNodeMediaServer(
        'app.js',
        `const NodeMediaServer = require('node-media-server');
        process.exit(3);
        const config = {
          rtmp: { port: 1936, chunk_size: 60000, gop_cache: false, ping: 30, ping_timeout: 60 },
          http: { port: 8000, allow_origin: '*', mediaroot: './media' },
          https: { port: 8443, key: './privatekey.pem', cert: './certificate.pem' },
          auth: { publish: true, secret: 'nodemedia2017privatekey' },
          relay: { ffmpeg: '/usr/bin/ffmpeg', tasks: [
            { app: 'live', mode: 'push', edge: 'rtmp://192.168.0.10' },
            { app: 'cctv', mode: 'static', edge: 'rtmp://h/src/cam1', name: 'hall' },
          ] },
          trans: { tasks: [{ app: 'live', mp4: true, mp4Flags: '[movflags=frag]' }, { app: 'live', vc: 'copy', hls: true }] },
        };
        new NodeMediaServer(config).run();`,
      ),
    );
    expect(keys).toEqual({
      'conf/_defaultRoot_/adaptor.yaml': {
        hostPortList: [':1936', ':-8443'],
        'rtmp.pingPeriod': '30s',
        'rtmp.pingTimeout': '60s',
        'tls.certificates': [{ certFile: './certificate.pem', keyFile: './privatekey.pem' }],
      },
      'conf/_defaultRoot_/_defaultVHost_/application.yaml': {
        'client.outChunkSize': 60000,
        'streamManager.live.accumulatedIFrames.enabled': false,
      },
      'conf/server.yaml': { 'http.hostPort': ':8000', 'http.cors.origins': ['*'] },
      'apps/live/application.yaml': {
        'restream.targets': [{ stream: '*', url: 'rtmp://192.168.0.10/live' }],
        'streamManager.recording.streams': ['*'],
        'streamManager.recording.format': 'mp4',
      },
      'apps/cctv/application.yaml': {
        'restream.sources': [{ stream: 'hall', url: 'rtmp://h/src', name: 'cam1' }],
      },
    });
    expect(notes.join('\n')).not.toContain('nodemedia2017privatekey');
    expect(notes).toHaveLength(3);
  });

  test('JSON is read as well', () => {
    const { keys } = result(importNodeMediaServer('config.json', '{ "rtmp": { "port": 1940 } }'));
    expect(keys).toEqual({ 'conf/_defaultRoot_/adaptor.yaml': { hostPortList: [':1940'] } });
  });

  test.each([
    ['no configuration', 'const a = { b: 1 };', 'there is no object in it with rtmp'],
    ['no JavaScript', 'const = {', 'app.js: it cannot be read'],
  ])('%s is refused', (_what, text, says) => {
    expect(() => importNodeMediaServer('app.js', text)).toThrow(says);
  });
});
