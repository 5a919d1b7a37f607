/** ffmpeg decodes AV1 by libraries that have names of their own. */
export const AV1_DECODERS = ['libdav1d', 'libgav1', 'libaom-av1', 'av1'] as const;

/**
 * ffmpeg's decoders that may see a stranger's video: those of the codecs that people's files hold. ffmpeg has some 500,
 * most for one game or one camera, rarely looked after. Where builds decode a codec by different libraries all of them
 * are named: which one a build prefers is its own affair. Decoders of graphics cards are not, nor are pictures' own.
 */
export const VIDEO_DECODERS = [
  ...['h264', 'hevc', 'vvc', ...AV1_DECODERS],
  ...['vp8', 'libvpx', 'vp9', 'libvpx-vp9', 'vp6', 'vp6a', 'vp6f', 'theora', 'vp3'],
  ...['mpeg1video', 'mpeg2video', 'mpegvideo', 'mpeg4', 'h263', 'h263i', 'h263p', 'flv'],
  ...['msmpeg4v1', 'msmpeg4v2', 'msmpeg4', 'wmv1', 'wmv2', 'wmv3', 'vc1', 'rv10', 'rv20', 'rv30', 'rv40'],
  ...['prores', 'dnxhd', 'dvvideo', 'mjpeg', 'mjpegb', 'ffv1', 'v210', 'rawvideo', 'gif'],
] as const;

/** The same for sound. */
export const SOUND_DECODERS = [
  ...['aac', 'aac_fixed', 'libfdk_aac', 'aac_latm', 'mp3', 'mp3float', 'mp2', 'mp2float', 'mp1', 'mp1float'],
  ...['ac3', 'ac3_fixed', 'eac3', 'dca', 'truehd', 'mlp', 's302m', 'alac', 'flac'],
  ...['opus', 'libopus', 'vorbis', 'libvorbis', 'speex', 'libspeex', 'nellymoser'],
  ...['amrnb', 'libopencore_amrnb', 'amrwb', 'libopencore_amrwb'],
  ...['wmav1', 'wmav2', 'wmapro', 'cook', 'sipr', 'real_144', 'real_288', 'atrac3'],
  ...['adpcm_ima_wav', 'adpcm_ima_qt', 'adpcm_ms', 'adpcm_swf', 'pcm_alaw', 'pcm_mulaw', 'pcm_dvd', 'pcm_bluray'],
  ...['pcm_u8', 'pcm_s8', 'pcm_s16le', 'pcm_s16be', 'pcm_s24le', 'pcm_s24be', 'pcm_s32le', 'pcm_s32be'],
  ...['pcm_f32le', 'pcm_f32be', 'pcm_f64le', 'pcm_f64be'],
] as const;

/** What `-codec_whitelist` takes. */
export const CODEC_WHITELIST: string = [...VIDEO_DECODERS, ...SOUND_DECODERS].join(',');

/**
 * What stands beside a video: covers and subtitles. ffprobe makes a decoder ready for every track that it tells of, and
 * gives up where it may not; nothing is decoded by these.
 */
export const COVER_DECODERS = ['png', 'bmp', 'tiff', 'webp'] as const;
export const SUBTITLE_DECODERS = [
  ...['ass', 'ssa', 'srt', 'subrip', 'text', 'mov_text', 'webvtt', 'cc_dec', 'libzvbi_teletextdec'],
  ...['libaribb24', 'libaribcaption', 'dvbsub', 'dvdsub', 'pgssub', 'xsub'],
] as const;
