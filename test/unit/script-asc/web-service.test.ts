import { describe, expect, it } from 'vitest';
import { AscServicesRun } from '../../support/asc-services-run.js';
import type { Answering } from '../../support/http-endpoint.js';
import { HttpEndpoint, status } from '../../support/http-endpoint.js';

const xmlns =
  'xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" ' +
  'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:tns="urn:math" targetNamespace="urn:math"';

/** A WSDL of a service whose calls go to `host`. */
const documentWsdl = (host: string): string => `<?xml version="1.0"?>
<definitions ${xmlns}>
  <types><xsd:schema targetNamespace="urn:math" elementFormDefault="qualified">
    <xsd:element name="Add"><xsd:complexType><xsd:sequence>
      <xsd:element name="a" type="xsd:int"/><xsd:element name="b" type="xsd:int"/>
    </xsd:sequence></xsd:complexType></xsd:element>
    <xsd:element name="AddResponse"><xsd:complexType><xsd:sequence>
      <xsd:element name="AddResult" type="xsd:int"/>
    </xsd:sequence></xsd:complexType></xsd:element>
  </xsd:schema></types>
  <message name="AddIn"><part name="parameters" element="tns:Add"/></message>
  <message name="AddOut"><part name="parameters" element="tns:AddResponse"/></message>
  <portType name="Math"><operation name="Add"><input message="tns:AddIn"/><output message="tns:AddOut"/></operation></portType>
  <binding name="MathSoap" type="tns:Math"><soap:binding style="document"/>
    <operation name="Add"><soap:operation soapAction="urn:math#Add"/><input><soap:body use="literal"/></input></operation>
  </binding>
  <service name="MathService"><port name="p" binding="tns:MathSoap"><soap:address location="http://${host}/math"/></port></service>
</definitions>`;

const rpcWsdl = (host: string): string => `<definitions ${xmlns}>
  <message name="In"><part name="who" type="xsd:string"/><part name="list" type="tns:List"/></message>
  <message name="Out"><part name="result" type="xsd:string"/></message>
  <portType name="P"><operation name="greet"><input message="tns:In"/><output message="tns:Out"/></operation></portType>
  <binding name="B" type="tns:P"><soap:binding style="rpc"/>
    <operation name="greet"><soap:operation soapAction=""/><input><soap:body use="encoded" namespace="urn:greet"/></input></operation>
  </binding>
  <service name="S"><port name="p" binding="tns:B"><soap:address location="http://${host}/greet"/></port></service>
</definitions>`;

const envelope = (body: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ` +
  `xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:enc="http://schemas.xmlsoap.org/soap/encoding/"><s:Body>${body}</s:Body></s:Envelope>`;

/** Gives the WSDL first, then these answers. */
function service(wsdl: (host: string) => string, ...answers: Answering[]): Promise<HttpEndpoint> {
  const first: Answering = (response, request) => response.end(wsdl(request.headers.host ?? ''));
  return HttpEndpoint.answering(first, ...answers);
}

const run = (endpoint: HttpEndpoint, then: string): Promise<AscServicesRun> =>
  AscServicesRun.load(`load("webservices/WebServices.asc");
    var ws = new WebService("${endpoint.url('/?wsdl').href}");
    ws.onLoad = function (wsdl) { trace("load " + wsdl.status) };
    ws.onFault = function (fault) { trace("fault " + fault.faultcode + ": " + fault.faultstring) };
    function heard(call) {
      call.onResult = function (r) { trace("result " + r + " " + typeof r) };
      call.onFault = function (f) { trace([f instanceof SOAPFault, f.faultcode, f.faultstring, f.faultactor, f.detail.why].join("|")) };
      return call;
    }
    ${then}`);

describe('WebService', () => {
  it('calls operations of style document, also before the WSDL is there', async () => {
    const endpoint = await service(
      documentWsdl,
      status(200, envelope('<AddResponse xmlns="urn:math"><AddResult>5</AddResult></AddResponse>')),
    );
    const script = await run(endpoint, 'var call = heard(ws.Add(2, 3));');
    expect(await script.traced(2)).toEqual(['load 0', 'result 5 number']);
    const [, request] = endpoint.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/math' });
    expect(request?.headers).toMatchObject({ soapaction: '"urn:math#Add"', 'content-type': 'text/xml; charset=utf-8' });
    expect(request?.body).toContain('<m:Add xmlns:m="urn:math"><m:a>2</m:a><m:b>3</m:b></m:Add>');
    expect(script.run.evaluate('call.request.firstChild.localName + call.response.firstChild.localName')).toBe(
      'EnvelopeEnvelope',
    );
  });

  it('calls operations of style rpc with values that carry their types', async () => {
    const result =
      '<n:greetResponse xmlns:n="urn:greet"><result enc:arrayType="xsd:anyType[2]"><i xsi:type="xsd:string">hé</i>' +
      '<i href="#one"/></result></n:greetResponse><multiRef id="one"><n xsi:type="xsd:double">1.5</n><t xsi:type="xsd:boolean">true</t>' +
      '<z xsi:nil="true"/><self href="#one"/></multiRef>';
    const endpoint = await service(rpcWsdl, status(200, envelope(result)));
    const script = await run(
      endpoint,
      'ws.greet("<é>", [1, true, null, {d: new Date(0)}]).onResult = function (r) { trace([r[0], r[1].n + 1, r[1].t, r[1].z, r[1].self].join()) };',
    );
    expect(await script.traced(2)).toEqual(['load 0', 'hé,2.5,true,,']);
    const body = endpoint.requests[1]!.body;
    expect(body).toContain(
      '<m:greet xmlns:m="urn:greet" soap:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">',
    );
    expect(body).toContain('<who xsi:type="xsd:string">&lt;é&gt;</who>');
    expect(body).toContain(
      '<list xsi:type="enc:Array" enc:arrayType="xsd:anyType[4]"><item xsi:type="xsd:int">1</item>' +
        '<item xsi:type="xsd:boolean">true</item><item xsi:nil="true"/>' +
        '<item><d xsi:type="xsd:dateTime">1970-01-01T00:00:00.000Z</d></item></list>',
    );
  });

  it('tells of a fault of the service, of what is no SOAP, and of operations that there are not', async () => {
    const fault =
      '<s:Fault><faultcode>s:Server</faultcode><faultstring>no</faultstring><faultactor>me</faultactor><detail><why>x</why></detail></s:Fault>';
    const endpoint = await service(documentWsdl, status(500, envelope(fault)), status(500, 'oops'));
    const script = await run(endpoint, 'heard(ws.Add(1, 1));');
    expect(await script.traced(2)).toEqual(['load 0', 'true|Server|no|me|x']);
    script.run.evaluate('heard(ws.Add(1, 1))');
    script.run.pass(1);
    expect((await script.traced(3)).at(-1)).toContain('true|Server.Connection|HTTP status 500');
    script.run.evaluate('heard(ws.Divide(1, 1))');
    script.run.pass(1);
    expect((await script.traced(4)).at(-1)).toContain(
      'true|Client.NoSuchMethod|the web service has no operation Divide',
    );
  });

  it.each([
    ['<html/>', 'it is no WSDL'],
    ['<a', 'the WSDL is no XML'],
    [`<definitions ${xmlns}/>`, 'no service with a port for SOAP 1.1'],
  ])('%s is no WSDL: calls hear of it too', async (wsdl, text) => {
    const endpoint = await service(() => wsdl);
    const script = await run(endpoint, 'heard(ws.Add(1, 2));');
    const [first, second] = await script.traced(2);
    expect(first).toContain('fault Server.WSDL: ');
    expect(first).toContain(text);
    expect(second).toContain('true|Server.WSDL|');
  });

  it('reads what a WSDL and its schemas import, from where they are', async () => {
    const whole = documentWsdl('example.com');
    const schema = /<xsd:schema.*<\/xsd:schema>/s.exec(whole)![0];
    const own = /<service.*<\/service>/s.exec(whole)![0];
    const files = new Map([
      [
        '/ws/math.wsdl',
        `<definitions ${xmlns}><import namespace="urn:math" location="../parts/a.wsdl?x=1"/>${own}</definitions>`,
      ],
      [
        '/parts/a.wsdl?x=1',
        whole
          .replace(own, '')
          .replace(
            schema,
            `<xsd:schema><xsd:include schemaLocation="/b.xsd"/><xsd:import schemaLocation="a.wsdl?x=1"/></xsd:schema>`,
          ),
      ],
      ['/b.xsd', schema.replace('<xsd:schema ', `<xsd:schema ${xmlns.replace('targetNamespace="urn:math"', '')} `)],
    ]);
    const give: Answering = (response, request) => {
      const text = files.get(request.path)?.replace('example.com', request.headers.host ?? '');
      response.statusCode = text === undefined ? 404 : 200;
      response.end(text);
    };
    const answer = status(200, envelope('<AddResponse xmlns="urn:math"><AddResult>5</AddResult></AddResponse>'));
    const endpoint = await HttpEndpoint.answering(give, give, give, answer, give, give, give);
    const ask = `var ws = new WebService("${endpoint.url('/ws/math.wsdl').href}");`;
    const script = await AscServicesRun.load(`load("webservices/WebServices.asc"); ${ask}
      ws.Add(2, 3).onResult = function (r) { trace("result " + r + " " + typeof r) };`);
    expect(await script.traced(1)).toEqual(['result 5 number']);
    expect(endpoint.requests.map(({ path }) => path)).toEqual([
      '/ws/math.wsdl',
      '/parts/a.wsdl?x=1',
      '/b.xsd',
      '/math',
    ]);
    expect(endpoint.requests[3]?.body).toContain('<m:Add xmlns:m="urn:math"><m:a>2</m:a><m:b>3</m:b></m:Add>');
    files.delete('/b.xsd');
    script.run.evaluate(`${ask} ws.onFault = function (f) { trace(f.faultstring) }`);
    expect((await script.traced(2))[1]).toMatch(/b\.xsd, which the WSDL imports, cannot be read: HTTP status 404/);
  });

  it('a value that contains itself has no form', async () => {
    const endpoint = await service(documentWsdl);
    const script = await run(endpoint, 'var o = {}; o.o = o; heard(ws.Add(o));');
    expect((await script.traced(2))[1]).toContain('true|Client.Encoding|');
  });

  it('a Log hears what is done', async () => {
    const endpoint = await service(documentWsdl);
    const script = await AscServicesRun.load(`load("webservices/WebServices.asc");
      var log = new Log("BRIEF", "math"); log.onLog = function (m) { trace(m) };
      new WebService("${endpoint.url('/').href}", log);`);
    expect(await script.traced(1)).toEqual([expect.stringContaining('math: asking for http')]);
  });
});
