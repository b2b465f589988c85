import { describe, expect, it } from 'vitest';
import { AscServicesRun } from '../../support/asc-services-run.js';
import { HttpEndpoint, status } from '../../support/http-endpoint.js';

const load = (endpoint: HttpEndpoint, script: string): Promise<AscServicesRun> =>
  AscServicesRun.load(`var url = "${endpoint.url('/a').href}"; ${script}`);

describe('LoadVars', () => {
  it('loads variables, and hears of the status first', async () => {
    const endpoint = await HttpEndpoint.answering(status(200, 'a=1&b=x+y%26%C3%A9&%5F%5Fproto%5F%5F=p'));
    const script = await load(
      endpoint,
      `var lv = new LoadVars();
       lv.onHTTPStatus = function (code) { trace("status " + code + lv.loaded) };
       lv.onLoad = function (ok) { trace([ok, this.a, this.b, this.loaded, this.getBytesLoaded()].join("|")) };
       trace(lv.load(url) + " " + lv.getBytesTotal());`,
    );
    expect(await script.traced(3)).toEqual(['true -1', 'status 200false', 'true|1|x y&é|true|38']);
    expect(endpoint.requests[0]).toMatchObject({ method: 'GET', path: '/a', body: '' });
  });

  it('sends its variables, and headers, by POST and by GET', async () => {
    const endpoint = await HttpEndpoint.answering(status(200, 'r=ok'));
    const script = await load(
      endpoint,
      `var lv = new LoadVars(); lv.name = "é&"; lv.n = 2; lv.f = function () {};
       lv.addRequestHeader("X-One", "1"); lv.addRequestHeader(["X-Two", "2", "Host", "other"]);
       var to = new LoadVars(), n = 0; to.onLoad = function () { trace(this.r); if (!n++) lv.sendAndLoad(url + "?q", to, "GET") };
       lv.sendAndLoad(url, to);`,
    );
    await script.traced(2);
    const [post, get] = endpoint.requests;
    expect(post).toMatchObject({ method: 'POST', body: 'name=%C3%A9%26&n=2' });
    expect(post?.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded',
      'x-one': '1',
      'x-two': '2',
      host: `127.0.0.1:${endpoint.port}`,
    });
    expect(get).toMatchObject({ method: 'GET', path: '/a?q&name=%C3%A9%26&n=2' });
  });

  it('is told of what fails, in the log too, without the query', async () => {
    const endpoint = await HttpEndpoint.answering(status(404, 'no'));
    const script = await load(
      endpoint,
      `function ask(url) {
         var lv = new LoadVars();
         lv.onHTTPStatus = function (code) { trace(code) };
         lv.onLoad = function (ok) { trace(ok) };
         return lv.load(url);
       }
       trace(ask("ftp://example.com/x")); ask(url); `,
    );
    expect(await script.traced(3)).toEqual(['false', '404', 'false']);
    script.run.evaluate('ask("http://169.254.169.254/latest?secret=1")');
    expect((await script.traced(5)).slice(3)).toEqual(['0', 'false']);
    const warnings = script.run.logged.filter(({ level }) => level === 'warning').map(({ text }) => text);
    expect(warnings).toEqual([
      expect.stringContaining('must begin with http://'),
      expect.stringContaining('http://169.254.169.254/latest: 169.254.169.254 is no address for requests'),
    ]);
  });

  it('does not reach this machine unless it is allowed', async () => {
    const endpoint = await HttpEndpoint.answering();
    const script = await AscServicesRun.load(
      `var lv = new LoadVars(); lv.onLoad = function (ok) { trace(ok) }; lv.load("${endpoint.url().href}")`,
      [],
    );
    expect(await script.traced(1)).toEqual(['false']);
    expect(endpoint.requests).toEqual([]);
  });

  it('follows to elsewhere, and tells nobody else what was meant for the first', async () => {
    const other = await HttpEndpoint.answering(status(200, 'a=1'));
    const moved = status(302, '', { location: other.url('/b', 'localhost').href });
    const endpoint = await HttpEndpoint.answering(moved);
    const script = await load(
      endpoint,
      `var lv = new LoadVars(); lv.addRequestHeader("Authorization", "x"); lv.addRequestHeader("X-Kept", "y");
       var to = new LoadVars(); to.onLoad = function () { trace(this.a) }; lv.v = 1; lv.sendAndLoad(url, to);`,
    );
    expect(await script.traced(1)).toEqual(['1']);
    const [request] = other.requests;
    expect(request).toMatchObject({ method: 'GET', path: '/b', body: '' });
    expect(request?.headers).not.toHaveProperty('authorization');
    expect(request?.headers).toHaveProperty('x-kept', 'y');
    expect(script.run.traced).toEqual(['1']);
  });

  it('does not follow round in circles', async () => {
    const endpoint = await HttpEndpoint.answering(status(302, '', { location: '/again' }));
    const script = await load(
      endpoint,
      'var lv = new LoadVars(); lv.onLoad = function (ok) { trace(ok) }; lv.load(url)',
    );
    expect(await script.traced(1)).toEqual(['false']);
    expect(endpoint.requests).toHaveLength(11);
  });
});

describe('XML', () => {
  it('is sent and loaded', async () => {
    const endpoint = await HttpEndpoint.answering(status(200, '<r><ok n="1"/></r>'));
    const script = await load(
      endpoint,
      `var x = new XML("<q/>"), r = new XML(); x.contentType = "text/xml";
       r.onLoad = function (ok) { trace(ok + " " + this.status + " " + this.firstChild.firstChild.attributes.n) };
       x.sendAndLoad(url, r);`,
    );
    expect(await script.traced(1)).toEqual(['true 0 1']);
    expect(endpoint.requests[0]).toMatchObject({ method: 'POST', body: '<q />' });
    expect(endpoint.requests[0]?.headers['content-type']).toBe('text/xml');
  });

  it('gives a script the text instead, if it wants that', async () => {
    const endpoint = await HttpEndpoint.answering(status(200, '<r>é'));
    const script = await load(endpoint, 'var x = new XML(); x.onData = function (s) { trace(s) }; x.load(url)');
    expect(await script.traced(1)).toEqual(['<r>é']);
  });

  it('an error in onLoad is reported, and the instance goes on', async () => {
    const endpoint = await HttpEndpoint.answering(status(200, '<r/>'));
    const script = await load(
      endpoint,
      `var x = new XML(); x.onLoad = function () { no.such };
       application.onStatus = function (info) { trace(info.code + " " + info.lineno) }; x.load(url)`,
    );
    expect(await script.traced(1)).toEqual(['Application.Script.Error 1']);
  });
});
