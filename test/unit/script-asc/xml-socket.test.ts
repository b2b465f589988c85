import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StanzaSplitter } from '../../../src/script/asc/sockets/stanza-splitter.js';
import { Utf8Stream } from '../../../src/script/asc/sockets/utf8-stream.js';
import { AscServicesRun } from '../../support/asc-services-run.js';

async function server(connected: (socket: Socket) => void): Promise<number> {
  const made = createServer((socket) => {
    socket.on('error', () => undefined);
    connected(socket);
  });
  made.listen(0, '127.0.0.1');
  await once(made, 'listening');
  onTestFinished(() => void made.close());
  return (made.address() as AddressInfo).port;
}

const script = (port: number, then = ''): Promise<AscServicesRun> =>
  AscServicesRun.load(`var s = new XMLSocket();
    s.onConnect = function (ok) { trace("connect " + ok); ${then} };
    s.onClose = function () { trace("close") };
    s.onXML = function (x) { trace(x.status + x.toString()) };
    trace(s.connect("127.0.0.1", ${port}));`);

describe('XMLSocket', () => {
  it('sends and receives documents that end with a zero byte', async () => {
    const port = await server((socket) => {
      socket.once('data', (bytes) => {
        const [first, ...others] = Buffer.from(`${bytes.toString()}<é/>\0\0`);
        socket.write(Buffer.from([first!]));
        socket.end(Buffer.from(others));
      });
    });
    const made = await script(port, 's.send(new XML("<hello/>"))');
    expect(await made.traced(6)).toEqual(['true', 'connect true', '0<hello />', '0<é />', '0', 'close']);
  });

  it('closes when a message does not come to an end', async () => {
    const port = await server((socket) => socket.write('x'.repeat(100)));
    const made = await script(port, 's.maxUnprocessedChars = 50');
    expect(await made.traced(3)).toEqual(['true', 'connect true', 'close']);
    expect(made.run.logged.map(({ text }) => text)).toContainEqual(expect.stringContaining('longer than 50 bytes'));
  });

  it('says that nobody is there', async () => {
    const made = await script(0);
    expect(await made.traced(2)).toEqual(['true', 'connect false']);
  });

  it('is silent once it was closed', async () => {
    const port = await server((socket) => socket.write('<a/>\0'));
    const made = await script(port, 's.close(); trace(s.send("x"))');
    expect(await made.traced(3)).toEqual(['true', 'connect true', 'false']);
  });
});

describe('a stream of stanzas', () => {
  const stream =
    `<?xml version='1.0'?><s:s xmlns:s='urn:s' id='é'> <m a="1>"><b/>t</m>\n<p/><!-- c --><m><![CDATA[</m>]]></m>` +
    `<?xml version='1.0'?><s:s id='2'><m/></s:s>`;
  const pieces = [
    ['opening', `<s:s xmlns:s='urn:s' id='é'/>`],
    ['stanza', '<m a="1>"><b/>t</m>'],
    ['stanza', '<p/>'],
    ['stanza', '<m><![CDATA[</m>]]></m>'],
    ['opening', `<s:s id='2'/>`],
    ['stanza', '<m/>'],
    ['end', undefined],
  ];

  it.each([1, 2, 3, 7, 1000])('in parts of %d bytes', (size) => {
    const bytes = Buffer.from(stream);
    const splitter = new StanzaSplitter(1000);
    const text = new Utf8Stream();
    const found: unknown[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      for (const piece of splitter.take(text.take(new Uint8Array(bytes.subarray(at, at + size))))) {
        found.push([piece.kind, 'source' in piece ? piece.source : undefined]);
      }
    }
    expect(found).toEqual(pieces);
  });

  it('breaks at what is no XML, and is bounded', () => {
    expect(new StanzaSplitter(100).take('<s><m a=1></m>')).toEqual([
      { kind: 'opening', source: '<s/>' },
      { kind: 'broken' },
    ]);
    expect(() => new StanzaSplitter(100).take(`<s><m>${'x'.repeat(100)}`)).toThrow('longer than 100 characters');
  });
});
