import test from 'ava';
import { describeBuild, isOld } from '../../../src/core/index.ts';
import { readBanner } from '../../../src/core/media/program-build.ts';

test('banners of releases, of builds between them and of distributions are read', (t) => {
  const static2018 =
    'ffmpeg version N-47683-g0e8eb07980-static https://johnvansickle.com/ffmpeg/  Copyright (c) 2000-2018';
  t.deepEqual(readBanner('ffmpeg', `${static2018} the FFmpeg developers\nbuilt with gcc`), {
    version: 'N-47683-g0e8eb07980-static',
    year: 2018,
  });
  const debian = 'ffprobe version 5.1.9-0+deb12u1 Copyright (c) 2007-2026 the FFmpeg developers\n';
  t.deepEqual(readBanner('ffprobe', debian), { version: '5.1.9-0+deb12u1', year: 2026 });
  t.deepEqual(readBanner('ffmpeg', 'ffmpeg version 7.1'), { version: '7.1', year: null });
});

test('another program is none, nor is a year elsewhere the copyright', (t) => {
  t.is(readBanner('ffprobe', 'ffmpeg version 7.1 Copyright (c) 2000-2024 the FFmpeg developers'), null);
  t.is(readBanner('ffmpeg', 'v24.0.0'), null);
  t.is(readBanner('ffmpeg', ''), null);
  t.like(readBanner('ffmpeg', 'ffmpeg version 7.1\nCopyright (c) 2000-2001 the gcc developers'), { year: null });
});

test('a build is old when even the last day of its year is two years ago', (t) => {
  const build = { version: '6.1', year: 2023 };
  t.false(isOld(build, new Date('2025-12-31T23:59:59Z')));
  t.true(isOld(build, new Date('2026-01-01T00:00:00Z')));
  t.false(isOld({ version: '6.1', year: null }, new Date('2030-01-01')));
  t.is(describeBuild(build), '6.1 of 2023');
  t.is(describeBuild({ version: '6.1', year: null }), '6.1, of an unknown year');
});
