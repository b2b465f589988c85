import { describe, expect, test } from 'vitest';
import { Metrics } from '../../../src/admin/metrics.js';
import type { ServerView } from '../../../src/admin/server-view.js';
import { ApplicationTotals } from '../../../src/application/application-totals.js';
import type { PlaylistSnapshot } from '../../../src/application/playlist-snapshot.js';
import type { ApplicationSnapshot, VirtualHostSnapshot } from '../../../src/application/server-snapshot.js';
import { readScrape, sampleKey } from '../../support/scrape.js';

function application(name: string, refused = 0): ApplicationSnapshot {
  const totals = new ApplicationTotals();
  for (let i = 0; i < refused; i++) totals.answered('publish', { rule: 'r', reason: 'denied', description: '' });
  return {
    name,
    totals: totals.snapshot,
    instances: [{ name: '_definst_', clients: 0, recordedPlays: 0, streams: [], playlists: [], sharedObjects: [] }],
  };
}

const links = { open: 0, streams: 0, ended: 3, bytesReceived: 100, bytesSent: 200, streamsOpened: 9 };

function scraper(hosts: readonly VirtualHostSnapshot[]) {
  const state = { hosts, ready: true };
  const view: ServerView = {
    version: '1.2.3',
    uptime: () => 5,
    snapshot: () => [{ name: '_defaultRoot_', virtualHosts: state.hosts }],
    notReady: () => (state.ready ? [] : ['asleep']),
    media: () => ({ playing: 4, openFiles: 3, cache: { hits: 30, misses: 6, bytes: 1000, budget: 4096 } }),
    webhooks: () => [
      { url: 'https://a/', requests: { ok: 5, refused: 2, failed: 1 }, seconds: 1.5, waiting: 3, lost: 4 },
      { url: 'https://a/', requests: { ok: 1, refused: 0, failed: 0 }, seconds: 0.5, waiting: 0, lost: 0 },
      { url: 'https://b/', requests: { ok: 0, refused: 0, failed: 9 }, seconds: 0, waiting: 0, lost: 0 },
    ],
    edges: () => ({
      links: {
        'to-origin': { ...links, open: 2, streams: 7, roundTrip: 25 },
        'from-edge': { ...links, roundTrip: undefined },
      },
      cache: {
        memory: { memoryHits: 90, diskHits: 6, fetched: 4, fetchedBytes: 400, readBytes: 9000, bytes: 64, budget: 100 },
        disk: { bytes: 200, budget: 1000, damaged: 1, failures: 2 },
      },
    }),
    turnedAway: () => 8,
    tunnels: () => [],
    restreams: () => ({
      target: {
        states: { idle: 0, connecting: 1, running: 2, waiting: 3 },
        starts: 4,
        messages: 50,
        bytes: 600,
        lost: 7,
      },
      source: { states: { idle: 1, connecting: 0, running: 0, waiting: 0 }, starts: 0, messages: 0, bytes: 0, lost: 0 },
    }),
    process: () => ({
      startedAt: 1_700_000_000.5,
      connections: { open: 3, accepted: 10, refused: 2 },
      keyExchanges: { admitted: 5, refused: 1 },
      memory: { resident: 100, heapUsed: 50, external: 20 },
      cpu: 1.5,
      eventLoop: {
        delay: {
          buckets: [
            { upTo: 0.01, count: 4 },
            { upTo: 1, count: 5 },
          ],
          count: 6,
          sum: 7.5,
        },
        active: 20,
        idle: 80,
      },
      sendingLoad: 0.25,
    }),
  };
  const metrics = new Metrics(view);
  return { state, scrape: () => readScrape(metrics.scrape()).samples };
}

const requests = (name: string, vhost = 'host') => {
  const labels = { adaptor: '_defaultRoot_', vhost, application: name, action: 'publish', result: 'refused' };
  return sampleKey('afterglow_requests_total', labels);
};

describe('the process', () => {
  const { state, scrape } = scraper([]);
  test.each([
    ['afterglow_build_info{version="1.2.3"}', 1],
    ['afterglow_ready', 1],
    ['process_start_time_seconds', 1_700_000_000.5],
    ['process_cpu_seconds_total', 1.5],
    ['process_resident_memory_bytes', 100],
    ['afterglow_heap_used_bytes', 50],
    ['afterglow_external_memory_bytes', 20],
    ['afterglow_event_loop_delay_seconds_bucket{le="0.01"}', 4],
    ['afterglow_event_loop_delay_seconds_bucket{le="1"}', 5],
    ['afterglow_event_loop_delay_seconds_bucket{le="+Inf"}', 6],
    ['afterglow_event_loop_delay_seconds_sum', 7.5],
    ['afterglow_event_loop_delay_seconds_count', 6],
    ['afterglow_event_loop_seconds_total{state="active"}', 20],
    ['afterglow_event_loop_seconds_total{state="idle"}', 80],
    ['afterglow_sending_load_ratio', 0.25],
    ['afterglow_media_playing', 4],
    ['afterglow_media_open_files', 3],
    ['afterglow_media_cache_bytes', 1000],
    ['afterglow_media_cache_max_bytes', 4096],
    ['afterglow_media_segments_total{result="hit"}', 30],
    ['afterglow_media_segments_total{result="miss"}', 6],
    ['afterglow_webhook_requests_total{result="ok",url="https://a/"}', 6],
    ['afterglow_webhook_requests_total{result="failed",url="https://b/"}', 9],
    ['afterglow_webhook_seconds_total{url="https://a/"}', 2],
    ['afterglow_webhook_waiting{url="https://a/"}', 3],
    ['afterglow_webhook_events_lost_total{url="https://a/"}', 4],
    ['afterglow_links{direction="to-origin"}', 2],
    ['afterglow_links{direction="from-edge"}', 0],
    ['afterglow_links_ended_total{direction="from-edge"}', 3],
    ['afterglow_link_received_bytes_total{direction="to-origin"}', 100],
    ['afterglow_link_sent_bytes_total{direction="to-origin"}', 200],
    ['afterglow_link_streams{direction="to-origin"}', 7],
    ['afterglow_link_streams_total{direction="from-edge"}', 9],
    ['afterglow_link_round_trip_seconds{direction="to-origin"}', 0.025],
    ['afterglow_link_round_trip_seconds{direction="from-edge"}', undefined],
    ['afterglow_origin_cache_blocks_total{from="memory"}', 90],
    ['afterglow_origin_cache_blocks_total{from="disk"}', 6],
    ['afterglow_origin_cache_blocks_total{from="origin"}', 4],
    ['afterglow_origin_cache_read_bytes_total', 9000],
    ['afterglow_origin_cache_fetched_bytes_total', 400],
    ['afterglow_origin_cache_bytes{in="disk"}', 200],
    ['afterglow_origin_cache_max_bytes{in="memory"}', 100],
    ['afterglow_origin_cache_failures_total{action="read"}', 1],
    ['afterglow_origin_cache_failures_total{action="write"}', 2],
    ['afterglow_restreams{kind="target",state="waiting"}', 3],
    ['afterglow_restreams{kind="source",state="idle"}', 1],
    ['afterglow_restream_starts_total{kind="target"}', 4],
    ['afterglow_restream_messages_total{kind="target"}', 50],
    ['afterglow_restream_bytes_total{kind="target"}', 600],
    ['afterglow_restream_lost_frames_total', 7],
    ['afterglow_connections', 3],
    ['afterglow_connections_accepted_total', 10],
    ['afterglow_connections_refused_total', 2],
    ['afterglow_connects_turned_away_total', 8],
    ['afterglow_rtmpe_handshakes_total', 5],
    ['afterglow_rtmpe_handshakes_refused_total', 1],
  ])('%s', (name, value) => {
    expect(scrape().get(name)).toBe(value);
  });

  test('that is not ready', () => {
    state.ready = false;
    expect(scrape().get('afterglow_ready')).toBe(0);
  });
});

test('two virtual hosts of a name, one that is retired and its successor, share their lines', () => {
  const { scrape } = scraper([
    { name: 'host', applications: [application('live', 2)] },
    { name: 'host', applications: [application('live', 3)] },
    { name: 'other', applications: [application('live', 7)] },
  ]);
  expect(scrape().get(requests('live'))).toBe(5);
  expect(scrape().get(requests('live', 'other'))).toBe(7);
});

test('a hundred applications have lines of their own and keep them; the others share theirs', () => {
  const named = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, index) => application(`${prefix}${index}`, 1));
  const { state, scrape } = scraper([{ name: 'host', applications: named('first', 90) }]);
  const before = scrape().size;
  state.hosts = [{ name: 'host', applications: [...named('later', 400), ...named('first', 90)] }];
  const samples = scrape();
  expect(samples.get(requests('first89'))).toBe(1);
  expect(samples.get(requests('later9'))).toBe(1);
  expect(samples.has(requests('later10'))).toBe(false);
  const others = { adaptor: '_other_', vhost: '_other_', application: '_other_', action: 'publish', result: 'refused' };
  expect(samples.get(sampleKey('afterglow_requests_total', others))).toBe(390);
  expect(samples.size).toBeLessThan(before * 1.2);
});

test('recordings: those that run, what was recorded, and how they ended', () => {
  const totals = new ApplicationTotals();
  const running = { bytes: 100 };
  for (const why of ['unpublished', 'quota', 'disk-full', 'too-slow', 'limit'] as const) {
    const recording = { bytes: 10 };
    totals.recordings.began(recording);
    totals.recordings.ended(recording, why);
    totals.recordings.ended(recording, why);
  }
  totals.recordings.began(running);
  const { scrape } = scraper([
    { name: 'host', applications: [{ name: 'live', totals: totals.snapshot, instances: [] }] },
  ]);
  const labels = { adaptor: '_defaultRoot_', vhost: 'host', application: 'live' };
  const ended = (result: string) => scrape().get(sampleKey('afterglow_recordings_ended_total', { ...labels, result }));
  expect(scrape().get(sampleKey('afterglow_recordings', labels))).toBe(1);
  expect(scrape().get(sampleKey('afterglow_recorded_bytes_total', labels))).toBe(150);
  expect(['finished', 'bounded', 'failed'].map(ended)).toEqual([1, 3, 1]);
});

test('playlists: those that play and wait, what they have shown, and what not', () => {
  const totals = new ApplicationTotals();
  for (const why of ['not-found', 'not-found', 'broken'] as const) totals.playlists.failed(why);
  for (let i = 0; i < 7; i++) totals.playlists.began();
  const playlist = (state: PlaylistSnapshot['state']): PlaylistSnapshot => ({
    ...{ stream: 'channel', state, loop: true, items: 1 },
    ...{ startsAt: undefined, current: undefined, next: undefined, failure: undefined },
  });
  const playlists = [playlist('playing'), playlist('waiting'), playlist('playing')];
  const instances = [{ name: '_definst_', clients: 0, recordedPlays: 0, streams: [], playlists, sharedObjects: [] }];
  const { scrape } = scraper([{ name: 'host', applications: [{ name: 'live', totals: totals.snapshot, instances }] }]);
  const labels = { adaptor: '_defaultRoot_', vhost: 'host', application: 'live' };
  const value = (name: string, more = {}) =>
    scrape().get(sampleKey(`afterglow_playlist${name}`, { ...labels, ...more }));
  expect(['playing', 'waiting'].map((state) => value('s', { state }))).toEqual([2, 1]);
  expect(value('_items_total')).toBe(7);
  const failures = ['not_found', 'not_published', 'circular', 'broken'];
  expect(failures.map((why) => value('_failures_total', { why }))).toEqual([2, 0, 0, 1]);
});
