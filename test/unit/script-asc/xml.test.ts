import { describe, expect, it } from 'vitest';
import { AscRun } from '../../support/asc-run.js';

const evaluate = async (code: string): Promise<unknown> => (await AscRun.load('')).evaluate(code);
const parsed = (source: string, code: string): Promise<unknown> =>
  evaluate(`var x = new XML(${JSON.stringify(source)}); ${code}`);

describe('XML reads', () => {
  it.each([
    ['elements', '<a><b/><c>t</c></a>', '<a><b /><c>t</c></a>'],
    ['attributes', `<a b='1' c = "x &amp; &quot;y&quot;"/>`, '<a b="1" c="x &amp; &quot;y&quot;" />'],
    ['entities', '<a>&lt;&gt;&apos;&#65;&#x42;&unknown;</a>', '<a>&lt;&gt;&apos;AB&amp;unknown;</a>'],
    ['CDATA', '<a><![CDATA[<b>&amp;]]></a>', '<a>&lt;b&gt;&amp;amp;</a>'],
    ['comments and instructions, which it leaves out', '<a><!-- <b> --><?php x ?></a>', '<a />'],
    ['white space between elements', '<a> <b/>\n</a>', '<a> <b />\n</a>'],
    ['a declaration', '<?xml version="1.0"?>\n<a/>', '<?xml version="1.0"?><a />'],
    ['a document type', '<!DOCTYPE a [<!ENTITY e "x>y">]><a>&e;</a>', '<!DOCTYPE a [<!ENTITY e "x>y">]><a>&amp;e;</a>'],
    ['several roots, as ActionScript does', '<a/><b/>', '<a /><b />'],
    ['names that are not to be trusted', '<__proto__ __proto__="1"/>', '<__proto__ __proto__="1" />'],
    ['a byte order mark', '\ufeff<a/>', '<a />'],
  ])('%s', async (_name, source, written) => {
    expect(await parsed(source, '[x.status, x.toString()].join(" ")')).toBe(`0 ${written}`);
  });

  it.each([
    [-2, '<a><![CDATA[x</a>'],
    [-3, '<?xml version="1.0"'],
    [-4, '<!DOCTYPE a ['],
    [-5, '<a><!-- x</a>'],
    [-6, '<a'],
    [-6, '<a b></a>'],
    [-6, '< a/>'],
    [-6, '<a b=c/>'],
    [-8, '<a b="c></a>'],
    [-9, '<a><b></a>'],
    [-9, '<a>'],
    [-10, '<a></a></b>'],
  ])('status %d: %s', async (status, source) => {
    expect(await parsed(source, 'x.status')).toBe(status);
  });

  it('gives up on what is too deep', async () => {
    expect(await parsed('<a>'.repeat(600), 'x.status')).toBe(-7);
  });

  it('ignores white space if it is told so, for all of a prototype too', async () => {
    const code = `
      function MyXML() {} MyXML.prototype = new XML(); MyXML.prototype.ignoreWhite = true;
      var x = new MyXML(), y = new MyXML();
      x.parseXML("<a> <b/> </a>"); y.parseXML("<c/>");
      [x.toString(), x.firstChild.childNodes.length, y.toString(), x instanceof XML, x instanceof XMLNode].join()`;
    expect(await evaluate(code)).toBe('<a><b /></a>,1,<c />,true,true');
  });

  it('reads a large document in time, and goes through it in time', async () => {
    const code = `
      var x = new XML("<a>" + new Array(20001).join("<b c='1'>t</b>") + "</a>"), n = 0;
      for (var b = x.firstChild.firstChild; b; b = b.nextSibling) n += +b.attributes.c;
      for (var i = 0; i < x.firstChild.childNodes.length; i++) n += x.firstChild.childNodes[i].nodeType;
      n`;
    expect(await evaluate(code)).toBe(40_000);
  });
});

describe('XMLNode', () => {
  it.each([
    ['x.firstChild.nodeName', 'a'],
    ['x.nodeName', null],
    ['x.firstChild.nodeType', 1],
    ['x.firstChild.firstChild.nodeType', 3],
    ['x.firstChild.firstChild.nodeValue', 't'],
    ['x.firstChild.nodeValue', null],
    ['x.firstChild.attributes.k', 'v'],
    ['x.firstChild.parentNode === x', true],
    ['x.firstChild === x.childNodes[0]', true],
    ['x.firstChild.lastChild.previousSibling.nextSibling.nodeName', 'n:b'],
    ['x.firstChild.lastChild.localName', 'b'],
    ['x.firstChild.lastChild.prefix', 'n'],
    ['x.firstChild.lastChild.namespaceURI', 'urn:n'],
    ['x.firstChild.namespaceURI', 'urn:d'],
    ['x.firstChild.lastChild.getNamespaceForPrefix("n")', 'urn:n'],
    ['x.firstChild.lastChild.getNamespaceForPrefix("m")', null],
    ['x.firstChild.lastChild.getPrefixForNamespace("urn:n")', 'n'],
    ['x.firstChild.hasChildNodes()', true],
    ['x.firstChild.lastChild.hasChildNodes()', false],
    ['x.firstChild.attributes.k = "w"; x.firstChild.cloneNode(false).attributes.k', 'w'],
    ['x.firstChild.cloneNode(true).toString() == x.firstChild.toString()', true],
    ['x.appendChild(x.createElement("new")); x.lastChild.nodeName', 'new'],
    [
      'x.firstChild.insertBefore(x.createTextNode("s<"), x.firstChild.lastChild); x.firstChild.childNodes[1].nodeValue',
      's<',
    ],
    ['x.firstChild.firstChild.removeNode(); x.firstChild.childNodes.length', 1],
    ['x.firstChild.lastChild.appendChild(x.firstChild); x.firstChild.nodeName', 'a'],
    ['XMLNode.prototype.twice = function () { return this.nodeName + this.nodeName }; x.firstChild.twice()', 'aa'],
    ['x.firstChild.nodeName = "z"; x.firstChild.attributes = {q: 1}; x.firstChild.cloneNode() + ""', '<z q="1" />'],
    ['new XMLNode(3, "a&b") + ""', 'a&amp;b'],
    ['new XMLNode(1, "e") + ""', '<e />'],
  ])('%s', async (code, value) => {
    expect(await parsed('<a k="v" xmlns="urn:d" xmlns:n="urn:n">t<n:b/></a>', code)).toBe(value);
  });
});
