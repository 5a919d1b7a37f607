import { readFile } from 'node:fs/promises';
import { validateXML } from 'xmllint-wasm';

const FOLDER = new URL('../formats/schemas/', import.meta.url);

/**
 * What libxml2 finds wrong with documents by an XML schema of `test/formats/schemas`, each after the name of its
 * document (`0.xml`, ...); nothing where all are valid. `imported` are the files that the schema imports.
 */
export async function findSchemaFaults(
  documents: readonly string[],
  schema: string,
  imported: readonly string[] = [],
): Promise<string[]> {
  const open = async (fileName: string) => ({ fileName, contents: await readFile(new URL(fileName, FOLDER), 'utf8') });
  const { errors } = await validateXML({
    xml: documents.map((contents, position) => ({ fileName: `${position}.xml`, contents })),
    schema: [await open(schema)],
    preload: await Promise.all(imported.map(open)),
  });
  return errors.map(({ rawMessage }) => rawMessage);
}
