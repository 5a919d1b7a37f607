import test from 'ava';
import { prepareLibrary, testLibraries } from '../../contract/library.ts';
import { gcp } from '../../helpers/gcp-stack.ts';

const prepared = await prepareLibrary();
test.after.always(() => prepared.folder.remove());

testLibraries(test, gcp, prepared);
