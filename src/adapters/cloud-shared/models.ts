import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Classifier,
  createClassifier,
  describeModel,
  findBuiltModel,
  modelRecordSchema,
  ReelsightError,
} from '../../core/index.ts';

const RECORD = /^\d+-.*\.json$/;

async function listRecords(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new ReelsightError('model', `There are no models in ${folder}. Deploy the stack again.`, { cause });
  });
  const records = names.filter((name) => RECORD.test(name)).sort();
  if (records.length === 0)
    throw new ReelsightError('model', `There are no models in ${folder}. Deploy the stack again.`);
  return records.map((name) => join(folder, name));
}

/** What is known of the deployed models without their files: `0-safety.json`, `1-imagenet.json`, ... in that order. */
export async function readModelFacts(folder: string): Promise<ReturnType<typeof describeModel>[]> {
  const paths = await listRecords(folder);
  return Promise.all(
    paths.map(async (path) => {
      const { entry, sha256 } = modelRecordSchema.parse(JSON.parse(await readFile(path, 'utf8')));
      return describeModel({ name: entry.name, sha256, entry });
    }),
  );
}

/** Loads the deployed models, in their order. */
export async function loadClassifiers(folder: string): Promise<Classifier[]> {
  const paths = await listRecords(folder);
  return Promise.all(
    paths.map(async (path) =>
      createClassifier({ ...(await findBuiltModel(path.replace(/\.json$/, '.onnx'))), threads: 1 }),
    ),
  );
}
