import type { FastifyInstance } from 'fastify';

export interface LandingPageFacts {
  readonly version: string;
  /** The port of the RTMP listener. */
  readonly rtmpPort: number;
}

const HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

/** `GET /`: what this server is, and what to type to publish and to play. */
export function landingPage(http: FastifyInstance, facts: () => LandingPageFacts): void {
  http.get('/', (request, reply) => {
    return reply.headers(HEADERS).type('text/html; charset=utf-8').send(page(request.hostname, facts()));
  });
}

function page(host: string, { version, rtmpPort }: LandingPageFacts): string {
  const address = `rtmp://${escape(host)}${rtmpPort === 1935 ? '' : `:${rtmpPort}`}/live`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Afterglow</title>
<style>
  :root { color-scheme: light dark; --line: light-dark(#d6d3ce, #3a3733); --code: light-dark(#f4f1ec, #23211e) }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 0 auto; padding: 3rem 1.25rem;
         background: light-dark(#fffdfa, #171512); color: light-dark(#24211d, #ece7df) }
  h1 { font-size: 1.6rem; margin: 0 } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem }
  p { margin: .25rem 0 1rem } small { opacity: .7; font-size: .85rem; font-weight: normal }
  dl { display: grid; grid-template-columns: 7rem 1fr; gap: .5rem 1rem; margin: 0 }
  dt { opacity: .75 } dd { margin: 0 }
  code { font: .92em/1.5 ui-monospace, monospace; background: var(--code); border: 1px solid var(--line);
         border-radius: 4px; padding: .1em .4em; overflow-wrap: anywhere; user-select: all }
  pre { margin: 0 } pre code { display: block; padding: .6rem .8rem; white-space: pre-wrap }
</style>
<main>
<h1>Afterglow <small>${escape(version)}</small></h1>
<p>This media server is running.</p>
<h2>Publish with OBS</h2>
<p>Settings → Stream → Service: Custom…</p>
<dl>
  <dt>Server</dt><dd><code>${address}</code></dd>
  <dt>Stream Key</dt><dd><code>test?key=</code> and your key; <code>test</code> is the name of the stream</dd>
</dl>
<p>On the machine of the server no key is needed with the server <code>rtmp://localhost…</code>; <code>npx afterglow key add</code> makes one for others.</p>
<h2>Publish with ffmpeg</h2>
<pre><code>ffmpeg -re -i video.mp4 -c:v libx264 -c:a aac -f flv '${address}/test?key=…'</code></pre>
<h2>Play</h2>
<pre><code>ffplay ${address}/test</code></pre>
<p>Or open <code>${address}/test</code> in VLC, mpv or another player that knows RTMP.</p>
</main>
</html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
