import test from 'ava';
import { prepareClips, testAnalyses } from '../../contract/analysis.ts';
import { prepareLibrary, testLibraries } from '../../contract/library.ts';
import { aws } from '../../helpers/aws-stack.ts';

const stack = await aws.open();
test.after.always('no function asked for more than its role allows', () => stack.close());

testAnalyses(test, aws, stack, await prepareClips());
// Last: the bucket keeps its library.
testLibraries(test, aws, stack, await prepareLibrary());
