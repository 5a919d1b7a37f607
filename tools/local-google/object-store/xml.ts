import { XMLBuilder } from 'fast-xml-parser';
import type { StoreFault } from './fault.ts';

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' });
const DECLARATION = { '@version': '1.0', '@encoding': 'UTF-8' };

export const toXml = (name: string, element: Readonly<Record<string, string>>): string =>
  builder.build({ '?xml': DECLARATION, [name]: { '@xmlns': 'http://s3.amazonaws.com/doc/2006-03-01/', ...element } });

export const toErrorXml = ({ code, message }: StoreFault): string =>
  builder.build({ '?xml': DECLARATION, Error: { Code: code, Message: message } });
