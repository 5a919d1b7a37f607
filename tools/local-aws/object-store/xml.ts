import { XMLBuilder } from 'fast-xml-parser';

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' });

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
