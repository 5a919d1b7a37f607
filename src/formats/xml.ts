import { XMLBuilder } from 'fast-xml-parser';

const ATTRIBUTE = '@';
const COMMENT = '#comment';

/** Members of an element that `buildXml` writes as its attributes. */
export const attributes = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${ATTRIBUTE}${name}`, value]));

/** A member of an element that `buildXml` writes as a comment in it; none for null. The text may hold no `--`. */
export const comment = (text: string | null): Record<string, string> =>
  text === null ? {} : { [COMMENT]: ` ${text} ` };

/** An XML document of UTF-8, indented. Names and values are escaped; elements of one name stand together. */
export function buildXml(root: Readonly<Record<string, unknown>>): string {
  const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: ATTRIBUTE,
    commentPropName: COMMENT,
    format: true,
    suppressEmptyNode: true,
    // Else an attribute whose value is "true" would lose it.
    suppressBooleanAttributes: false,
  });
  return builder.build({ '?xml': attributes({ version: '1.0', encoding: 'UTF-8' }), ...root });
}
