import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type AnalysisResult, picturePaths, ReelsightError } from '../../../core/index.ts';
import { type ExportAssets, exportReport, FORMAT_NAMES, FORMATS, type FormatName } from '../../../formats/index.ts';
import { mapFileError } from '../errors.ts';
import { MAX_REPORT_BYTES, readText } from '../reading/index.ts';
import { nameFolder, openStaging, resolveFolder } from './staging.ts';

const THUMBNAILS = 'thumbnails';
const REPORT = FORMATS.json.fileName;
/** Files that a run may have left in the folder before. */
const OWN_FILES = FORMAT_NAMES.map((name) => FORMATS[name].fileName);

/** What some formats take beside the report and its pictures. */
type FormatAssets = Omit<ExportAssets, 'thumbnails'>;

/**
 * A folder for results that holds either a whole result or none: everything is written to a hidden folder beside it
 * first, the report comes last.
 */
export interface OutputFolder {
  readonly path: string;
  /** For the run's working files; goes away with `discard`. */
  readonly workFolder: string;
  /** Writes the results and puts them in place. Returns the paths of the files. */
  publish(result: AnalysisResult, formats: readonly FormatName[], assets?: FormatAssets): Promise<string[]>;
  /** Removes every working file. */
  discard(): Promise<void>;
}

/** What the folder of a video's results ends in. */
export const RESULT_SUFFIX = '.reelsight';

/** `<video name>.reelsight` */
export const nameOutputFolder = (videoName: string): string => nameFolder(videoName, RESULT_SUFFIX);

/**
 * Makes sure before any work that results can be written, and that nothing but an earlier result would make way.
 * Errors: kind `input` or `storage`, naming the folder.
 */
export async function openOutputFolder(folder: string): Promise<OutputFolder> {
  const path = resolveFolder(folder);
  await refuseForeignFiles(path);
  const staging = await openStaging(path);
  const workFolder = join(staging.path, 'work');
  return {
    path,
    workFolder,
    async publish(result, formats, assets = {}) {
      try {
        const ready = join(staging.path, 'result');
        const names = await writeResult(ready, result, formats, assets);
        await putInPlace(ready, path, names);
        return names.map((name) => join(path, name));
      } catch (cause) {
        throw mapFileError(cause, 'write', path);
      }
    },
    discard: staging.discard,
  };
}

const picturedSchema = z.array(
  z.object({ segments: z.array(z.object({ thumbnail: z.string().nullable().default(null) })) }),
);

/** What every version's report has; the filmstrip and the pictures of segments came later. */
const earlierReportSchema = z.object({
  schemaVersion: z.int(),
  id: z.string(),
  shots: z.array(
    z.object({
      thumbnail: z.string().nullable(),
      filmstrip: z.array(z.object({ frame: z.int(), thumbnail: z.string() })).default([]),
    }),
  ),
  brandSafety: z.object({ categories: picturedSchema }),
  brands: picturedSchema,
  productListings: picturedSchema,
});

/** The pictures of the result that an earlier run left in a folder; null where there is none. */
async function findEarlierResult(path: string): Promise<string[] | null> {
  const text = await readText(join(path, REPORT), { maxBytes: MAX_REPORT_BYTES }).catch(() => null);
  if (text === null) return null;
  try {
    return picturePaths(earlierReportSchema.parse(JSON.parse(text)));
  } catch {
    return null;
  }
}

async function refuseForeignFiles(path: string): Promise<void> {
  const entries = await readdir(path).catch(() => []);
  const taken = entries.filter((name) => name === THUMBNAILS || OWN_FILES.includes(name));
  if (taken.length > 0 && !(await findEarlierResult(path)))
    throw new ReelsightError(
      'input',
      `${JSON.stringify(path)} holds ${taken.join(', ')}, which no report there says is Reelsight's. ` +
        'Choose another folder with --out, or move its files away.',
    );
}

async function writeResult(
  folder: string,
  result: AnalysisResult,
  formats: readonly FormatName[],
  assets: FormatAssets,
): Promise<string[]> {
  await mkdir(join(folder, THUMBNAILS), { recursive: true });
  const thumbnails = new Map<string, Uint8Array>();
  for (const path of picturePaths(result.report)) {
    const bytes = await result.readThumbnail(path);
    thumbnails.set(path, bytes);
    await writeFile(join(folder, path), bytes);
  }
  const names: string[] = [];
  // The report is the answer: it is always written, and last.
  for (const format of new Set<FormatName>([...formats.filter((name) => name !== 'json'), 'json'])) {
    const { fileName, content } = exportReport(result.report, format, { ...assets, thumbnails });
    await writeFile(join(folder, fileName), content);
    names.push(fileName);
  }
  return names;
}

async function putInPlace(ready: string, path: string, names: readonly string[]): Promise<void> {
  await mkdir(path, { recursive: true });
  // The old report goes first and the new one comes last: at no moment does a report lie beside another run's files.
  const earlier = await findEarlierResult(path);
  if (earlier) for (const name of [REPORT, ...OWN_FILES, ...earlier]) await rm(join(path, name), { force: true });
  await mkdir(join(path, THUMBNAILS), { recursive: true });
  for (const name of await readdir(join(ready, THUMBNAILS)))
    await rename(join(ready, THUMBNAILS, name), join(path, THUMBNAILS, name));
  for (const name of names) await rename(join(ready, name), join(path, name));
}
