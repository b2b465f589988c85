import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RemotingHeader, RemotingMessage, RemotingPacket } from '../../../src/amf/remoting-packet.js';
import { decodeRemotingPacket, encodeRemotingReply } from '../../../src/amf/remoting-packet.js';
import type { AmfValue } from '../../../src/amf/value.js';
import { AmfObject } from '../../../src/amf/value.js';
import { AscServicesRun } from '../../support/asc-services-run.js';

/** Answers a call: `onResult` or `onStatus`, and the value. */
type Answering = (message: RemotingMessage) => readonly ['onResult' | 'onStatus', AmfValue];

/** A gateway of Flash Remoting on a free port; it keeps the packets that it was sent. */
async function gateway(
  answer: Answering,
  headers: readonly RemotingHeader[] = [],
  version: 0 | 3 = 0,
): Promise<{ readonly url: string; readonly packets: { path: string; packet: RemotingPacket }[] }> {
  const packets: { path: string; packet: RemotingPacket }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const packet = decodeRemotingPacket(new Uint8Array(Buffer.concat(chunks)));
      packets.push({ path: request.url ?? '', packet });
      const messages = packet.messages.map((message) => {
        const [outcome, value] = answer(message);
        return { target: `${message.response}/${outcome}`, response: 'null', value };
      });
      response.setHeader('content-type', 'application/x-amf');
      response.end(encodeRemotingReply({ version, headers, messages }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/gateway`, packets };
}

describe('NetConnection to a gateway', () => {
  it.each([0, 3] as const)(
    'calls, with what is called in one turn in one packet (answer of version %d)',
    async (version) => {
      const made = await gateway(
        ({ target, value }) => [
          'onResult',
          AmfObject.of({ target, sum: (value as number[])[0]! + (value as number[])[1]! }),
        ],
        [],
        version,
      );
      const script = await AscServicesRun.load(`
      var nc = new NetConnection();
      function Result(n) { this.onResult = function (r) { trace(n + " " + r.target + " " + r.sum) } }
      application.onAppStart = function () {
        trace(nc.connect("${made.url}") + " " + nc.isConnected);
        nc.call("math.add", new Result(1), 1, 2);
        nc.call("math.add", new Result(2), 3, 4);
      };`);
      expect(await script.traced(3)).toEqual(['true true', '1 math.add 3', '2 math.add 7']);
      expect(made.packets).toHaveLength(1);
      expect(made.packets[0]?.packet.version).toBe(0);
    },
  );

  it('hears of what fails, by the responder or by itself', async () => {
    const made = await gateway(() => ['onStatus', AmfObject.of({ code: 'Server.Processing', description: 'no' })]);
    const script = await AscServicesRun.load(`
      var nc = new NetConnection(), r = {onStatus: function (i) { trace("r " + i.code) }};
      nc.onStatus = function (i) { trace("nc " + i.code + " " + i.description) };
      application.onAppStart = function () {
        nc.connect("${made.url}"); nc.call("a.b", r); nc.call("a.b", null);
      };`);
    expect(await script.traced(2)).toEqual(['r Server.Processing', 'nc Server.Processing no']);
    const again = 'nc.connect("http://127.0.0.1:1/none"); nc.call("a.b", r)';
    script.run.evaluate(`application.onAppStart = function () { ${again} }`);
    script.run.start();
    expect((await script.traced(3)).at(-1)).toBe('r NetConnection.Call.Failed');
  });

  it('sends headers, and does what the gateway asks it to', async () => {
    const ask = AmfObject.of({ name: 'Session', mustUnderstand: true, data: 'abc' });
    const headers = [
      { name: 'AppendToGatewayUrl', mustUnderstand: true, value: '?id=1' },
      { name: 'RequestPersistentHeader', mustUnderstand: true, value: ask },
    ];
    const made = await gateway(() => ['onResult', 1], headers);
    const script = await AscServicesRun.load(`
      var nc = new NetConnection(), r = {onResult: function () { trace("r"); if (trace.n != 1) { trace.n = 1; nc.call("b", r) } }};
      application.onAppStart = function () {
        nc.connect("${made.url}"); nc.addHeader("Credentials", false, {userid: "u"}); nc.call("a", r);
      };`);
    await script.traced(2);
    const [first, second] = made.packets;
    expect(first?.packet.headers).toEqual([
      { name: 'Credentials', mustUnderstand: false, value: AmfObject.of({ userid: 'u' }) },
    ]);
    expect(second?.path).toBe('/gateway?id=1');
    expect(second?.packet.headers[1]).toEqual({ name: 'Session', mustUnderstand: true, value: 'abc' });
  });
});

describe('NetServices', () => {
  it('calls methods of a service by their names', async () => {
    const made = await gateway(({ target, value }) =>
      target.endsWith('.fail') ? ['onStatus', AmfObject.of({ code: 'X' })] : ['onResult', [target, value]],
    );
    const script = await AscServicesRun.load(`
      load("netservices.asc"); load("NetDebug.asc");
      NetServices.setDefaultGatewayUrl("${made.url}");
      var handlers = {add_Result: function (r) { trace(r.join()) }, fail_Status: function (i) { trace("status " + i.code) },
                      onResult: function (r) { trace("other " + r[0]) }};
      application.onAppStart = function () {
        var nc = NetServices.createGatewayConnection();
        nc.setCredentials("u", "p");
        var service = nc.getService("my.math", handlers);
        service.add(1, 2); service.fail(); service.other();
        nc.getService("two").add({onResult: function (r) { trace("own " + r[1]) }}, 3);
      };`);
    expect(await script.traced(4)).toEqual(['my.math.add,1,2', 'status X', 'other my.math.other', 'own 3']);
    expect(made.packets[0]?.packet.headers[0]?.name).toBe('Credentials');
  });

  it('has no connection without an address', async () => {
    const script = await AscServicesRun.load('load("netservices.asc"); trace(NetServices.createGatewayConnection())');
    expect(script.run.traced).toEqual(['null']);
  });

  it('makes a RecordSet of rows', async () => {
    const info = AmfObject.of({
      columnNames: ['id', 'name'],
      initialData: [
        [2, 'b'],
        [1, 'a'],
      ],
      totalCount: 2,
    });
    const made = await gateway(() => ['onResult', AmfObject.of({ serverInfo: info }, 'RecordSet')]);
    const script = await AscServicesRun.load(`
      load("netservices.asc");
      application.onAppStart = function () {
        NetServices.createGatewayConnection("${made.url}").getService("db").all({onResult: function (rows) {
          rows.sortItemsBy("id");
          trace([rows instanceof RecordSet, rows.getLength(), rows.getItemAt(0).name, rows.getColumnNames()].join());
          rows.addItem({id: 3, name: "c"});
          trace(rows.filter(function (r) { return r.id > 1 }).getLength());
        }});
      };`);
    expect(await script.traced(2)).toEqual(['true,2,a,id,name', '2']);
  });

  /** Seven rows, of which two come at once; the others by the service `pages`. */
  const paged = (): ReturnType<typeof gateway> =>
    gateway(({ target, value }) => {
      const [id, from, count] = value as [AmfValue, number, number];
      const rows = (first: number, many: number): number[][] =>
        Array.from({ length: many }, (_, i) => [first + i]).filter(([n]) => n! <= 7);
      if (target === 'pages.getRecords') {
        return ['onResult', AmfObject.of({ Cursor: from, Page: rows(from, count) }, 'RecordSetPage')];
      }
      if (target === 'pages.release') return ['onResult', id];
      const serverInfo = AmfObject.of({
        ...{ columnNames: ['n'], initialData: rows(1, 2), totalCount: 7, cursor: 1, version: 1 },
        ...{ serviceName: 'pages', id: 'r1' },
      });
      return ['onResult', AmfObject.of({ serverInfo }, 'RecordSet')];
    });

  it.each([
    ['ondemand', 'undefined', 'undefined', [[5, 1]]],
    ['page', '3', '0', [[4, 3]]],
    [
      'page',
      '2',
      '1',
      [
        [5, 2],
        [7, 1],
      ],
    ],
    [
      'fetchall',
      '2',
      'undefined',
      [
        [3, 2],
        [5, 2],
        [7, 1],
      ],
    ],
    ['fetchall', 'undefined', 'undefined', [[3, 5]]],
  ] as const)('a RecordSet in pages is fetched %s (%s, %s)', async (mode, size, ahead, asked) => {
    const made = await paged();
    const available = asked.reduce((sum, [, count]) => sum + count, 2);
    const script = await AscServicesRun.load(`
      load("netservices.asc");
      var rows, told = [];
      application.onAppStart = function () {
        NetServices.createGatewayConnection("${made.url}").getService("db").all({onResult: function (all) {
          rows = all;
          rows.addView({modelChanged: function (e) {
            told.push(e.event);
            if (e.event == "updateRows" && rows.getNumberAvailable() == ${available}) trace(e.event);
          }});
          trace([rows.getLength(), rows.getNumberAvailable(), rows.isFullyPopulated(), rows.isLocal()].join());
          rows.addItem({n: 8});
          rows.setDeliveryMode("${mode}", ${size}, ${ahead});
          trace([rows.getItemAt(1).n, rows.getItemAt(4), rows.getItemAt(4), rows.getItemAt(7)].join());
        }});
      };`);
    await script.traced(3);
    const calls = made.packets.flatMap(({ packet }) => packet.messages);
    const ofPages = (): unknown[] =>
      calls.filter(({ target }) => target === 'pages.getRecords').map(({ value }) => (value as unknown[]).slice(1));
    expect(script.run.traced.slice(0, 2)).toEqual(['7,2,false,false', '2,in progress,in progress,']);
    expect(ofPages()).toEqual(asked);
    expect(script.run.evaluate('rows.getItemAt(4).n')).toBe(5);
    expect(script.run.logged.map(({ text }) => text)).toContainEqual(
      expect.stringContaining('RecordSet.addItem did nothing'),
    );
    if (mode !== 'fetchall') return;
    expect(
      script.run.evaluate(
        'rows.isFullyPopulated() + told.pop() + rows.filter(function (r) { return r.n > 5 }).getLength()',
      ),
    ).toBe('trueallRows2');
  });
});
