import test from 'ava';
import { prepareLibrary, testLibraries } from '../../contract/library.ts';
import { aws } from '../../helpers/aws-stack.ts';

const prepared = await prepareLibrary();
test.after.always(() => prepared.folder.remove());

testLibraries(test, aws, prepared);
