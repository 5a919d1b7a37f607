import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';
import { fault } from './fault.ts';

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' });
const parser = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'Part' });

/** Values: text, numbers, nested elements, or a list of equal elements. */
export type XmlElement = { readonly [name: string]: string | number | boolean | XmlElement | readonly XmlElement[] };

export const toXml = (name: string, element: XmlElement): string =>
  builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    [name]: { '@xmlns': 'http://s3.amazonaws.com/doc/2006-03-01/', ...element },
  });

/** Errors have no namespace. */
export const toErrorXml = (error: XmlElement): string =>
  builder.build({ '?xml': { '@version': '1.0', '@encoding': 'UTF-8' }, Error: error });

export interface NamedPart {
  readonly number: number;
  /** Without quotes. */
  readonly etag: string;
}

/** The body of CompleteMultipartUpload. Errors: the fault MalformedXML. */
export function parseNamedParts(xml: string): NamedPart[] {
  if (XMLValidator.validate(xml) !== true) throw fault('MalformedXML');
  const document = parser.parse(xml) as {
    CompleteMultipartUpload?: { Part?: { PartNumber?: string; ETag?: string }[] };
  };
  const parts = (document.CompleteMultipartUpload?.Part ?? []).map(({ PartNumber, ETag }) => ({
    number: Number(PartNumber),
    etag: String(ETag ?? '').replaceAll('"', ''),
  }));
  if (parts.length === 0 || parts.some(({ number, etag }) => !Number.isInteger(number) || !etag))
    throw fault('MalformedXML');
  return parts;
}
