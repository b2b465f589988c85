import { describe, expect, test } from 'vitest';
import { importNginx } from '../../../src/importing/nginx/import-nginx.js';
import { result } from '../../support/import-result.js';

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
      'conf/_defaultRoot_/adaptor.yaml': { hostPortList: [':1936'] },
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

  test.each<[string, string, Record<string, unknown>]>([
    ['only some', 'allow publish 10.0.0.1; deny publish all;', { 'publish.allow': ['10.0.0.1'] }],
    ['all but some', 'deny publish 10.0.0.1; allow publish all;', { 'publish.deny': ['10.0.0.1'] }],
    ['who fits no rule', 'allow publish 10.0.0.1;', {}],
    ['nobody', 'deny play all;', { 'play.deny': ['all'] }],
    [
      'some of a network',
      'deny publish 10.0.0.1; allow publish 10.0.0.0/8; deny publish all;',
      { 'publish.allow': ['10.0.0.0/8'], 'publish.deny': ['10.0.0.1'] },
    ],
    [
      'what is denied anyway',
      'allow play 10.0.0.1; deny play 10.0.0.0/8; deny play all;',
      { 'play.allow': ['10.0.0.1'] },
    ],
    ['both', 'deny 10.0.0.1;', { 'publish.deny': ['10.0.0.1'], 'play.deny': ['10.0.0.1'] }],
  ])('access for %s', (_whom, rules, expected) => {
    const { keys, notes } = result(
      importNginx('nginx.conf', `rtmp { server { application a { live on; ${rules} } } }`),
    );
    expect(keys).toEqual({ 'apps/a/application.yaml': { ...expected, 'publish.requires': 'nothing' } });
    expect(notes).toEqual([]);
  });

  test('publishing that is closed stays closed, and an application takes the rules from around it', () => {
    const { keys } = result(
      importNginx(
        'nginx.conf',
        'rtmp { server { deny publish all; application a { live on; } application b { live on; allow publish all; } } }',
      ),
    );
    expect(keys).toEqual({
      'apps/a/application.yaml': { 'publish.deny': ['all'] },
      'apps/b/application.yaml': { 'publish.requires': 'nothing' },
    });
  });

  test('files that are included, several servers, a recorder, relays without an application', () => {
    const files: Record<string, string> = {
      'rtmp.conf':
        'rtmp { server { listen 1935; include apps/*.conf; include nowhere.conf; } server { listen 127.0.0.1:1940;\n' +
        'application live { live on; } } }',
      'apps/live.conf':
        'application live { live on;\nrecorder all { record all; record_path /srv/rec; record_append on; record_interval 1h30m; }\n' +
        'recorder sound { record audio; } push rtmp1.example.com;\npull rtmp://b.example.com pageUrl=www.example.com; on_done http://h/done; }',
    };
    const { keys, notes } = result(
      importNginx('nginx.conf', 'include rtmp.conf;', (pattern) =>
        Object.entries(files).flatMap(([file, text]) =>
          file === pattern.replace('*', 'live') ? [{ file, text }] : [],
        ),
      ),
    );
    expect(keys).toEqual({
      'conf/_defaultRoot_/adaptor.yaml': { hostPortList: [':1935', '127.0.0.1:1940'] },
      'apps/live/application.yaml': {
        'streamManager.recording.streams': ['*'],
        'streamManager.storageDir': '/srv/rec',
        'streamManager.recording.name': '{stream}',
        'streamManager.recording.existing': 'append',
        'streamManager.recording.splitTime': '5400s',
        'restream.targets': [{ stream: '*', url: 'rtmp://rtmp1.example.com/live' }],
        'restream.sources': [{ stream: '*', url: 'rtmp://b.example.com/live', onDemand: true }],
        hooks: [{ url: 'http://h/done', events: ['done'], format: 'form' }],
        'publish.requires': 'nothing',
      },
    });
    expect(notes).toEqual([
      '3 recorder sound: An application records in one way: streamManager.recording.',
      expect.stringMatching(/^4 pull .*is not told pageUrl/),
      '1 include nowhere.conf: There is no such file that could be read.',
      expect.stringMatching(/^1 server: All servers are one here/),
      '2 application live: Another server has an application of this name: only that one is carried over.',
    ]);
  });

  test.each(
    `timeout 60s|ack_window 5000000|buflen 1s|out_queue 512|out_cork 8|busy on|so_keepalive on|max_queue 9|play_time_fix on|
    exec_push x|exec_pull x|exec x|exec_options on|exec_static x|exec_kill_signal term|respawn on|respawn_timeout 5s|exec_publish x|
    exec_play x|exec_play_done x|exec_publish_done x|exec_record_done x|meta on|wait_key 0|wait_video on|interleave 0|sync 10ms|
    drop_idle_publisher 10s|play_restart 0|idle_streams 0|record_suffix -%d.flv|record_lock on|record_max_frames 2|record_notify on|
    play_temp_path /www|play_local_path /tmp|push_reconnect 1s|pull_reconnect 1s|session_relay on|relay_buffer 5s|
    on_update http://h/u|notify_update_timeout 10s|notify_update_strict on|notify_relay_redirect on|notify_method get|
    netcall_timeout 5s|hls on|hls_path /tmp/hls|hls_playlist_length 30s|hls_sync 2ms|hls_continuous on|hls_nested on|hls_base_url x|
    hls_cleanup 0|hls_fragment_naming system|hls_fragment_slicing aligned|hls_variant _low|hls_type event|hls_keys on|
    hls_key_path /tmp|hls_key_url x|hls_fragments_per_key 10|dash on|dash_path /tmp|dash_fragment 5s|dash_playlist_length 30s|
    dash_nested on|dash_cleanup 0|access_log /var/log/x|log_format new x|publish_notify 0|a_directive_of_tomorrow on`
      .split('|')
      .map((directive) => [directive.trim()]),
  )('%s is not dropped without a word', (directive) => {
    const { keys, notes } = result(importNginx('nginx.conf', `rtmp { server { ${directive}; } }`));
    expect(keys).toEqual({});
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/^1 .*: .{10,}/);
  });

  test('what stands outside of the rtmp block is told of as well', () => {
    const text =
      'rtmp_auto_push on; http { server { location /stat { rtmp_stat all; } location /c { rtmp_control all; } } }';
    expect(result(importNginx('nginx.conf', text)).notes.map((note) => note.split(':')[0])).toEqual([
      '1 rtmp_auto_push on',
      '1 rtmp_stat all',
      '1 rtmp_control all',
    ]);
  });
});
