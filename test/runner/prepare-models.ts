import { existsSync } from 'node:fs';
import { ensureModel } from '../../models/ensure.ts';
import { findNetwork } from '../../models/networks.ts';
import { planBuild } from '../../models/plan-build.ts';
import type { Precision } from '../../src/core/vision/manifest.ts';
import { recordPathOf } from '../../src/core/vision/model-file.ts';
import { TEST_CACHE } from '../helpers/test-cache.ts';

const NETWORK = findNetwork('safety');

/**
 * Builds what the tests' cache lacks, so that no two processes of the tests build it at once. What is there is not looked
 * into: what opens a model checks it. Errors: as `ensureModel`, among them that of a build of another checksum
 * than the manifest's.
 */
export async function prepareModels(precisions: readonly Precision[], report: (line: string) => void): Promise<void> {
  for (const precision of precisions) {
    const { modelPath } = await planBuild(NETWORK, precision, TEST_CACHE);
    if (existsSync(modelPath) && existsSync(recordPathOf(modelPath))) continue;
    report(`Building the network ${NETWORK.name} (${precision.toUpperCase()}) for the tests, once ...`);
    await ensureModel({ name: NETWORK, precision, cacheFolder: TEST_CACHE });
  }
}
