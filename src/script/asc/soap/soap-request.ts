import { asText } from '../as-text.js';
import { escapeXml } from '../xml/xml-tokens.js';
import type { WebOperation } from './wsdl.js';

const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';
const ENCODING = 'http://schemas.xmlsoap.org/soap/encoding/';
const MAX_DEPTH = 64;

/** The call of an operation, as SOAP 1.1 has it. Throws an Error of values that have no form. */
export function writeSoapCall(operation: WebOperation, args: readonly unknown[]): string {
  const { element, namespace, parameters, isQualified, style, isEncoded } = operation;
  const prefix = isQualified ? 'm:' : '';
  const content = args.map((arg, i) => {
    const parameter = parameters[i] ?? { name: `arg${i}`, type: '' };
    return writeValue(`${prefix}${parameter.name}`, arg, parameter.type, isEncoded, MAX_DEPTH);
  });
  const isPlain = style === 'document' && parameters.length === 0 && args.length === 1 && typeof args[0] !== 'object';
  const inner = isPlain ? escapeXml(asText(args[0])) : content.join('');
  const encoding = isEncoded ? ` soap:encodingStyle="${ENCODING}"` : '';
  return (
    `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${ENVELOPE}" ` +
    'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ' +
    `xmlns:enc="${ENCODING}"><soap:Body>` +
    `<m:${element} xmlns:m="${escapeXml(namespace)}"${encoding}>${inner}</m:${element}>` +
    '</soap:Body></soap:Envelope>'
  );
}

function writeValue(name: string, value: unknown, type: string, isEncoded: boolean, depth: number): string {
  if (depth === 0) throw new Error(`${name}: a value is nested too deeply for SOAP; does it contain itself?`);
  if (value === undefined || value === null) return `<${name} xsi:nil="true"/>`;
  const write = (attributes: string, content: string): string => `<${name}${attributes}>${content}</${name}>`;
  if (Array.isArray(value)) {
    if (!isEncoded) return value.map((item) => writeValue(name, item, type, isEncoded, depth - 1)).join('');
    const items = value.map((item) => writeValue('item', item, '', isEncoded, depth - 1)).join('');
    return write(` xsi:type="enc:Array" enc:arrayType="xsd:anyType[${value.length}]"`, items);
  }
  const named = (known: string): string => (isEncoded ? ` xsi:type="xsd:${type === '' ? known : type}"` : '');
  if (value instanceof Date) return write(named('dateTime'), value.toISOString());
  switch (typeof value) {
    case 'object':
      return write(
        '',
        Object.entries(value)
          .filter(([, member]) => typeof member !== 'function')
          .map(([member, content]) => writeValue(member, content, '', isEncoded, depth - 1))
          .join(''),
      );
    case 'boolean':
      return write(named('boolean'), String(value));
    case 'number':
      return write(named(Number.isInteger(value) ? 'int' : 'double'), numberText(value));
    default:
      return write(named('string'), escapeXml(asText(value)));
  }
}

function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'INF' : '-INF';
}
