import test from 'ava';
import { prepareClips, testAnalyses } from '../../contract/analysis.ts';
import { prepareLibrary, testLibraries } from '../../contract/library.ts';
import { gcp } from '../../helpers/gcp-stack.ts';

const stack = await gcp.open();
test.after.always('no function asked for more than its role allows', () => stack.close());

testAnalyses(test, gcp, stack, await prepareClips());
// Last: the bucket keeps its library.
testLibraries(test, gcp, stack, await prepareLibrary());
