import type { XmlTreeNode } from '../xml/xml-tree.js';
import { parseXml, treeNode } from '../xml/xml-tree.js';
import { resolveAddress } from './resolve-address.js';
import { attributeOf, childrenOf, localOf } from './xml-search.js';

/** Documents of one WSDL, imports of imports and all. */
const MAX_DOCUMENTS = 50;

/** Asks for a document. `told` hears its text; or why there is none, as the second. */
export type AskDocument = (url: string, told: (source: string | undefined, failure: string) => void) => void;

/** Hears all documents, the WSDL itself first, with its text; or what is wrong. */
export type WsdlListener = (
  found: { readonly documents: readonly XmlTreeNode[]; readonly source: string } | { readonly failure: string },
) => void;

/** Reads a WSDL and what it imports: `wsdl:import`, `xsd:import` and `xsd:include`. */
export function readWsdlDocuments(url: string, ask: AskDocument, told: WsdlListener): void {
  const documents: XmlTreeNode[] = [];
  const known = new Set<string>();
  let first = '';
  let waiting = 0;
  let isOver = false;
  const end: WsdlListener = (found) => {
    if (!isOver) told(found);
    isOver = true;
  };
  const read = (address: string): void => {
    if (known.has(address) || isOver) return;
    if (known.size === MAX_DOCUMENTS) return end({ failure: `the WSDL imports more than ${MAX_DOCUMENTS} documents` });
    known.add(address);
    waiting++;
    const what = known.size === 1 ? 'the WSDL' : `${address}, which the WSDL imports,`;
    ask(address, (source, failure) => {
      if (isOver) return;
      if (source === undefined)
        return end({ failure: known.size === 1 ? failure : `${what} cannot be read: ${failure}` });
      const document = treeNode(1, null, null);
      if (parseXml(source, document, true).status !== 0) return end({ failure: `${what} is no XML` });
      if (documents.length === 0) first = source;
      documents.push(document);
      for (const location of importsOf(document)) read(resolveAddress(location, address));
      waiting--;
      if (waiting === 0) end({ documents, source: first });
    });
  };
  read(url);
}

function importsOf(document: XmlTreeNode): string[] {
  return childrenOf(document).flatMap((root) => {
    const inTypes = childrenOf(root, 'types').flatMap((types) => childrenOf(types, 'schema'));
    return [root, ...inTypes].flatMap(namedIn);
  });
}

/** A schema says where another one is, or leaves it open. */
function namedIn(node: XmlTreeNode): string[] {
  const attribute = localOf(node) === 'schema' ? 'schemaLocation' : 'location';
  return [...childrenOf(node, 'import'), ...childrenOf(node, 'include')]
    .map((found) => attributeOf(found, attribute))
    .filter((location) => location !== '');
}
