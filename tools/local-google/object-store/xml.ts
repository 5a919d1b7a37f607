import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';
import { fault, type StoreFault } from './fault.ts';

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' });
const parser = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'Part' });
const DECLARATION = { '@version': '1.0', '@encoding': 'UTF-8' };

export const toXml = (name: string, element: Readonly<Record<string, string>>): string =>
  builder.build({ '?xml': DECLARATION, [name]: { '@xmlns': 'http://s3.amazonaws.com/doc/2006-03-01/', ...element } });

export const toErrorXml = ({ code, message }: StoreFault): string =>
  builder.build({ '?xml': DECLARATION, Error: { Code: code, Message: message } });

export interface NamedPart {
  readonly number: number;
  /** Without quotes. */
  readonly etag: string;
}

/** The body that completes an upload. Errors: the fault `malformedXml`. */
export function parseNamedParts(xml: string): NamedPart[] {
  if (XMLValidator.validate(xml) !== true) throw fault('malformedXml');
  const document = parser.parse(xml) as {
    CompleteMultipartUpload?: { Part?: { PartNumber?: string; ETag?: string }[] };
  };
  const parts = (document.CompleteMultipartUpload?.Part ?? []).map(({ PartNumber, ETag }) => ({
    number: Number(PartNumber),
    etag: String(ETag ?? '').replaceAll('"', ''),
  }));
  if (parts.length === 0 || parts.some(({ number, etag }) => !Number.isInteger(number) || !etag))
    throw fault('malformedXml');
  return parts;
}
