import { XMLParser, XMLValidator } from 'fast-xml-parser';

const parser = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'Part' });

export interface NamedPart {
  readonly number: number;
  /** Without quotes. */
  readonly etag: string;
}

/** The body of CompleteMultipartUpload, which both stores take; null: it is malformed. */
export function parseNamedParts(xml: string): NamedPart[] | null {
  if (XMLValidator.validate(xml) !== true) return null;
  const document = parser.parse(xml) as {
    CompleteMultipartUpload?: { Part?: { PartNumber?: string; ETag?: string }[] };
  };
  const parts = (document.CompleteMultipartUpload?.Part ?? []).map(({ PartNumber, ETag }) => ({
    number: Number(PartNumber),
    etag: String(ETag ?? '').replaceAll('"', ''),
  }));
  return parts.length === 0 || parts.some(({ number, etag }) => !Number.isInteger(number) || !etag) ? null : parts;
}
