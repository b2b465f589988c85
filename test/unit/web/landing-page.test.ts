import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { landingPage } from '../../../src/web/landing-page.js';

async function page(host: string, rtmpPort = 1935): Promise<string> {
  const http = Fastify();
  landingPage(http, () => ({ version: '1.2.3', rtmpPort }));
  const { body } = await http.inject({ url: '/', headers: { host } });
  return body;
}

/** What can be copied from the page, without the markup. */
function copied(body: string): string[] {
  return [...body.matchAll(/<(?:dd|pre)><code>(.*?)<\/code>/g)].map(([, text = '']) => text);
}

test('from elsewhere: the server by the name it was asked by, and a key', async () => {
  expect(copied(await page('media.example:8080'))).toEqual([
    'rtmp://media.example/live',
    'test?key=ag_…',
    'rtmp://media.example/live/test',
    'rtmp://media.example/vod/holiday.mp4',
    "ffmpeg -re -i video.mp4 -c:v libx264 -c:a aac -f flv 'rtmp://media.example/live/test?key=ag_…'",
  ]);
});

test.each(['localhost:8080', '127.0.0.1:8080', '[::1]:8080'])(
  'from the machine itself, by %s: no key',
  async (host) => {
    const name = host.replace(/:8080$/, '');
    expect(copied(await page(host, 1936)).slice(0, 3)).toEqual([
      `rtmp://${name}:1936/live`,
      'test',
      `rtmp://${name}:1936/live/test`,
    ]);
  },
);

test.each(['"><script>alert(1)</script>', "x' onload='x", 'a b', '<b>', '', '[::1'])(
  'Host: %s is not shown',
  async (host) => {
    const body = await page(host);
    expect(copied(body)[0]).toBe('rtmp://localhost/live');
    expect(body).not.toContain('alert(1)');
  },
);

test('needs no script and loads nothing', async () => {
  const http = Fastify();
  landingPage(http, () => ({ version: '1.2.3', rtmpPort: 1935 }));
  const { headers, body } = await http.inject('/');
  expect(headers['content-security-policy']).toMatch(/^default-src 'none'; .*frame-ancestors 'none'/);
  expect(body).not.toMatch(/<script|src=|url\((?!#|%23)|@import|https?:\/\/(?!www\.w3\.org)/);
  expect(body).toContain('1.2.3');
});
