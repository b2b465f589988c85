export interface LandingMarkupFacts {
  readonly version: string;
  /** `rtmp://host[:port]`. It and the version go into the page as they are. */
  readonly origin: string;
  /** Whoever asks from there needs a stream key to publish. */
  readonly needsKey: boolean;
}

const STYLE = `
  :root { color-scheme: light dark; accent-color: #d9531e;
    --page: light-dark(#fbf8f4, #14110f); --card: light-dark(#fff, #1d1916); --line: light-dark(#e7e0d8, #322c27);
    --text: light-dark(#231d18, #f1e9e0); --faint: light-dark(#6f655c, #a99d91); --code: light-dark(#f6f1eb, #14110f);
    --alive: light-dark(#16794a, #4ccb8a) }
  * { box-sizing: border-box; margin: 0 }
  body { font: 16px/1.55 system-ui, sans-serif; color: var(--text); background: var(--page); min-height: 100vh }
  body::before { content: ""; display: block; height: 5px; background: linear-gradient(90deg, #7a2e6b, #d9531e 45%, #f6b042) }
  main { max-width: 60rem; margin: 0 auto; padding: clamp(1.75rem, 6vw, 4rem) 1.25rem 3rem }
  header { display: flex; align-items: center; gap: 1rem; margin-bottom: 2.25rem }
  header svg { width: 3.25rem; height: 3.25rem; flex: none }
  h1 { font-size: 1.9rem; line-height: 1.2; letter-spacing: -.02em }
  h2 { font-size: 1.05rem; margin-bottom: .35rem }
  p + p, dl + p, pre + p { margin-top: .9rem }
  p, dt { color: var(--faint) }
  small { font-size: .85rem; font-weight: normal; letter-spacing: 0; color: var(--faint); margin-left: .3rem }
  .alive { color: var(--text) }
  .alive::before { content: ""; display: inline-block; width: .6em; height: .6em; border-radius: 50%;
    background: var(--alive); margin-right: .5em }
  .cards { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)) }
  section { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1.4rem 1.5rem 1.5rem; min-width: 0 }
  section.wide { grid-column: 1 / -1 }
  dl { margin-top: .9rem }
  dt { font-size: .85rem; margin: .6rem 0 .2rem }
  code { font: .9em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; color: var(--text); background: var(--code);
    border: 1px solid var(--line); border-radius: 6px; padding: .12em .45em; overflow-wrap: anywhere }
  dd code, pre code { user-select: all; -webkit-user-select: all }
  dd > code, pre code { display: block; padding: .55rem .8rem; border-radius: 8px }
  p code { white-space: nowrap }
  pre { white-space: pre-wrap; margin-top: .9rem }`;

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img" aria-label="Afterglow"><defs><linearGradient id="a" x1="0" y1="0" x2="0" y2="1"><stop stop-color="#f6b042"/><stop offset=".55" stop-color="#d9531e"/><stop offset="1" stop-color="#7a2e6b"/></linearGradient></defs><rect width="64" height="64" rx="16" fill="#231a20"/><path d="M12 42a20 20 0 0 1 40 0z" fill="url(#a)"/><path d="M10 48h44M18 54h28" stroke="#d9531e" stroke-width="3" stroke-linecap="round"/></svg>';

/** The page that says what this server is, and what to type to publish and to play. No script, nothing loaded. */
export function landingMarkup({ version, origin, needsKey }: LandingMarkupFacts): string {
  const server = `${origin}/live`;
  const key = needsKey ? 'test?key=ag_…' : 'test';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Afterglow</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(ICON)}">
<style>${STYLE}
</style>
</head>
<body>
<main>
<header>
${ICON}
<div>
<h1>Afterglow <small>${version}</small></h1>
<p class="alive">This media server is running.</p>
</div>
</header>
<div class="cards">
<section>
<h2>Publish with OBS</h2>
<p>Settings → Stream → Service: Custom…</p>
<dl>
<dt>Server</dt><dd><code>${server}</code></dd>
<dt>Stream Key</dt><dd><code>${key}</code></dd>
</dl>
<p>${needsKey ? KEY_NEEDED : NO_KEY_NEEDED}</p>
</section>
<section>
<h2>Play</h2>
<p>With VLC, mpv, ffplay or any other player that knows RTMP:</p>
<pre><code>${server}/test</code></pre>
<p><code>test</code> is the name of the stream: any name will do, as long as publisher and players use the same.</p>
<p>Recorded media in <code>apps/vod/media</code>: FLV, MP4 and MP3.</p>
<pre><code>${origin}/vod/holiday.mp4</code></pre>
</section>
<section class="wide">
<h2>Publish with ffmpeg</h2>
<pre><code>ffmpeg -re -i video.mp4 -c:v libx264 -c:a aac -f flv '${server}/${key}'</code></pre>
</section>
</div>
</main>
</body>
</html>
`;
}

const KEY_NEEDED =
  'Replace <code>ag_…</code> by your stream key; <code>npx afterglow key add</code> makes one, on the machine of the server.';
const NO_KEY_NEEDED =
  'On this machine no key is needed. For others <code>npx afterglow key add</code> makes one; they use <code>test?key=</code> and the key.';
