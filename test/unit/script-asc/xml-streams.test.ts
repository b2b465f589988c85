import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { AscServicesRun } from '../../support/asc-services-run.js';
import { prosodyPresent, startProsody } from '../../support/prosody.js';
import { selfSigned } from '../../support/self-signed.js';

const client = (port: number): string => `
  var xmpp = new XMLStreams(), jid, opened = 0;
  xmpp.open = function () {
    this.send('<stream:stream to="localhost" version="1.0" xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams">');
  };
  xmpp.onConnect = function (ok) { trace("connect " + ok); this.open(); };
  xmpp.onClose = function () { trace("close"); };
  xmpp.onXML = function (xml) {
    var node = xml.firstChild;
    trace(node.nodeName);
    if (node.nodeName == "stream:stream") opened++;
    if (node.nodeName == "stream:features" && opened == 1)
      this.send('<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="ANONYMOUS"/>');
    if (node.nodeName == "success") this.open();
    if (node.nodeName == "stream:features" && opened == 2) {
      var bind = new XML('<iq type="set" id="b"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>');
      this.send(bind);
    }
    if (node.nodeName == "iq") {
      jid = node.firstChild.firstChild.firstChild.nodeValue;
      var message = new XML(), body = message.createElement("body");
      message.appendChild(message.createElement("message"));
      message.firstChild.attributes.to = jid;
      message.firstChild.appendChild(body);
      body.appendChild(message.createTextNode("grüße & <tags>"));
      this.send(message);
    }
    if (node.nodeName == "message") {
      trace(node.attributes.from == jid ? node.firstChild.firstChild.nodeValue : "from " + node.attributes.from);
      this.send("</stream:stream>");
    }
  };
  trace(xmpp.connect("127.0.0.1", ${port}, "stream"));`;

it.skipIf(!prosodyPresent)('a script logs in to a real XMPP server and sends itself a message', async () => {
  const script = await AscServicesRun.load(client(await startProsody()));
  expect(await script.traced(11)).toEqual([
    'true',
    'connect true',
    'stream:stream',
    'stream:features',
    'success',
    'stream:stream',
    'stream:features',
    'iq',
    'message',
    'grüße & <tags>',
    'close',
  ]);
});

const secured = selfSigned();

/** Asks for TLS as XMPP does (RFC 6120 section 5), and says what is offered then. */
const secureClient = (port: number, name: string): string => `
  var xmpp = new XMLSocket("stream");
  xmpp.open = function () {
    this.send('<stream:stream to="localhost" version="1.0" xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams">');
  };
  xmpp.onConnect = function (ok) { trace("connect " + ok); this.open(); };
  xmpp.onSecure = function () { trace("secure"); this.open(); };
  xmpp.onClose = function () { trace("close"); };
  xmpp.onXML = function (xml) {
    var node = xml.firstChild;
    trace(node.nodeName + " " + (node.hasChildNodes() ? node.firstChild.nodeName : ""));
    if (node.nodeName == "proceed") trace(this.startTls("${name}"));
    else if (node.nodeName == "stream:features")
      this.send(node.firstChild.nodeName == "starttls" ? '<starttls xmlns="urn:ietf:params:xml:ns:xmpp-tls"/>' : "</stream:stream>");
  };
  xmpp.connect("127.0.0.1", ${port});`;

it.skipIf(!prosodyPresent)('a script goes on by TLS with a real XMPP server that wants it', async () => {
  const certificates = readFileSync(secured.certificate, 'utf8');
  const port = await startProsody(secured);
  const script = await AscServicesRun.load(secureClient(port, 'localhost'), ['loopback'], certificates);
  expect(await script.traced(9)).toEqual([
    'connect true',
    'stream:stream ',
    'stream:features starttls',
    'proceed ',
    'true',
    'secure',
    'stream:stream ',
    'stream:features mechanisms',
    'close',
  ]);
  const other = await AscServicesRun.load(secureClient(port, 'example.com'), ['loopback'], certificates);
  expect((await other.traced(6)).slice(4)).toEqual(['true', 'close']);
  expect(other.run.logged.map(({ text }) => text)).toContainEqual(
    expect.stringMatching(/does not match certificate's altnames/),
  );
});
