import test from 'ava';
import { prepareClips, testAnalyses } from '../../contract/analysis.ts';
import { aws } from '../../helpers/aws-stack.ts';

const clips = await prepareClips();
test.after.always(() => clips.folder.remove());

testAnalyses(test, aws, clips);
