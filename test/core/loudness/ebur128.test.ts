import { join } from 'node:path';
import test from 'ava';
import { describeLoudness } from '../../../src/core/cues/loudness.ts';
import { makeFolder, testFfmpeg } from '../../helpers/clips.ts';
import { measureSound, measureWithEbur128, writeSound } from '../../helpers/sounds.ts';

const folder = await makeFolder();
const ffmpeg = await testFfmpeg();
test.after.always(() => folder.remove());

const sine = (level: string, channels: number, rate: number) =>
  `aevalsrc='${Array(channels).fill(`(${level})*sin(2*PI*997*t)`).join('|')}':s=${rate}`;
/** A different noise in each channel. */
const noise = (layout: string, channels: number) =>
  `${Array.from({ length: channels }, (_, i) => `anoisesrc=c=pink:r=48000:a=${0.1 + 0.1 * i}:seed=${i},aformat=channel_layouts=mono[n${i}]`).join(';')};` +
  `${Array.from({ length: channels }, (_, i) => `[n${i}]`).join('')}join=inputs=${channels}:channel_layout=${layout}`;

const SOUNDS = [
  { name: 'stereo sine', layout: 'stereo', sound: sine('0.0708', 2, 48_000), seconds: 6 },
  { name: 'mono sine at 44.1 kHz', layout: 'mono', sound: sine('0.1', 1, 44_100), seconds: 6 },
  {
    name: 'gated passages',
    layout: 'stereo',
    sound: sine('if(lt(mod(t,10),4),0.2,if(lt(mod(t,10),8),0.03,0.0001))', 2, 48_000),
    seconds: 20,
  },
  { name: 'stereo noise', layout: 'stereo', sound: noise('stereo', 2), seconds: 8 },
  { name: '5.1 with its surrounds', layout: '5.1', sound: noise('5.1', 6), seconds: 8 },
  {
    name: 'Dolby Digital, surrounds at the side',
    layout: '5.1(side)',
    sound: noise('5.1(side)', 6),
    seconds: 8,
    audioOptions: ['-c:a', 'ac3', '-b:a', '448k'],
  },
  { name: 'AAC', layout: 'stereo', sound: noise('stereo', 2), seconds: 8, audioOptions: ['-c:a', 'aac'] },
  {
    name: '16 bits at 22 kHz',
    layout: 'mono',
    sound: sine('0.3', 1, 22_050),
    seconds: 5,
    audioOptions: ['-c:a', 'pcm_s16le'],
  },
] as const;

for (const { name, layout, sound, seconds, ...rest } of SOUNDS)
  test(`${name}: as ffmpeg's own meter reads it`, async (t) => {
    const audioOptions = 'audioOptions' in rest ? rest.audioOptions : undefined;
    const path = await writeSound(ffmpeg, join(folder.path, `${name}.mkv`), sound, seconds, audioOptions);
    const measured = await measureSound(ffmpeg, path);
    const loudness = describeLoudness(measured.sound)!;
    const peer = await measureWithEbur128(ffmpeg, path);
    t.is(measured.probe.audioLayout, layout);
    t.true(Math.abs(loudness.integratedLufs! - peer.integratedLufs) <= 0.15, JSON.stringify([loudness, peer]));
    t.true(Math.abs(loudness.rangeLu! - peer.rangeLu) <= 0.5, JSON.stringify([loudness, peer]));
    t.true(Math.abs(loudness.truePeakDbtp! - peer.truePeakDb) <= 0.5, JSON.stringify([loudness, peer]));
  });
