import test from 'ava';
import { prepareClips, testAnalyses } from '../../contract/analysis.ts';
import { gcp } from '../../helpers/gcp-stack.ts';

const clips = await prepareClips();
test.after.always(() => clips.folder.remove());

testAnalyses(test, gcp, clips);
