import { expect, it } from 'vitest';
import { AscServicesRun } from '../../support/asc-services-run.js';
import { prosodyPresent, startProsody } from '../../support/prosody.js';

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
