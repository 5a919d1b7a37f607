/** A container with a codec of pictures, and mostly one of sound, as ffmpeg's command line names them. */
export interface Recipe {
  /** `CODEC.EXTENSION`, of which ffmpeg's muxer follows. */
  readonly name: string;
  readonly video: readonly [encoder: string, ...options: string[]];
  readonly sound?: readonly [encoder: string, ...options: string[]];
  /** Default 96x80. */
  readonly size?: string;
}

const WIDE = '352x288';
const PAL = '720x576';
const X264 = ['libx264', '-preset', 'ultrafast', '-threads', '1'] as const;
const X265 = ['libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none:pools=none'] as const;
const VP9 = ['libvpx-vp9', '-cpu-used', '8', '-deadline', 'realtime'] as const;
const AV1 = ['libaom-av1', '-cpu-used', '8', '-b:v', '100k'] as const;
const JPEG = ['mjpeg', '-pix_fmt', 'yuvj420p'] as const;
const DNXHR = ['dnxhd', '-profile:v', 'dnxhr_lb', '-pix_fmt', 'yuv422p'] as const;

/** Every listed container that ffmpeg can write, with the listed codecs that it can encode. */
export const RECIPES: readonly Recipe[] = [
  { name: 'h264.mp4', video: X264, sound: ['aac'] },
  { name: 'h264-fragments.mp4', video: [...X264, '-movflags', 'frag_keyframe+empty_moov', '-g', '4'], sound: ['aac'] },
  { name: 'h264.mkv', video: [...X264, '-bf', '2'], sound: ['ac3'] },
  { name: 'h264.ts', video: X264, sound: ['aac'] },
  { name: 'h264.flv', video: X264, sound: ['libmp3lame', '-ar', '44100'] },
  { name: 'h264.h264', video: X264 },
  { name: 'hevc.mp4', video: X265, sound: ['aac'] },
  { name: 'hevc.ts', video: X265, sound: ['eac3'] },
  { name: 'hevc.hevc', video: X265 },
  { name: 'av1.mp4', video: AV1, sound: ['aac'] },
  { name: 'av1.webm', video: AV1, sound: ['libopus'] },
  { name: 'av1.ivf', video: AV1 },
  { name: 'av1.obu', video: AV1 },
  { name: 'vp8.webm', video: ['libvpx'], sound: ['libvorbis'] },
  { name: 'vp9.webm', video: VP9, sound: ['libopus'] },
  { name: 'vp9.mp4', video: VP9, sound: ['flac', '-strict', '-2'] },
  { name: 'theora.ogv', video: ['libtheora'], sound: ['libvorbis'] },
  { name: 'mpeg1.mpg', video: ['mpeg1video'], sound: ['mp2'] },
  { name: 'mpeg2.vob', video: ['mpeg2video'], sound: ['ac3'] },
  { name: 'mpeg2.ts', video: ['mpeg2video'], sound: ['mp2'] },
  { name: 'mpeg2.mxf', video: ['mpeg2video'], sound: ['pcm_s16le'] },
  { name: 'mpeg2.gxf', video: ['mpeg2video'], sound: ['pcm_s16le'], size: PAL },
  { name: 'mpeg2.wtv', video: ['mpeg2video'], sound: ['mp2'] },
  { name: 'mpeg2.m2v', video: ['mpeg2video'] },
  { name: 'mpeg4.avi', video: ['mpeg4', '-vtag', 'xvid', '-bf', '2'], sound: ['libmp3lame'] },
  { name: 'mpeg4.mov', video: ['mpeg4'], sound: ['alac'] },
  { name: 'mpeg4.m4v', video: ['mpeg4', '-f', 'm4v'] },
  { name: 'msmpeg4v2.avi', video: ['msmpeg4v2'], sound: ['adpcm_ms'] },
  { name: 'msmpeg4v3.asf', video: ['msmpeg4'], sound: ['wmav1'] },
  { name: 'wmv1.avi', video: ['wmv1'], sound: ['adpcm_ima_wav'] },
  { name: 'wmv2.asf', video: ['wmv2'], sound: ['wmav2'] },
  { name: 'h263.3gp', video: ['h263'], size: WIDE },
  { name: 'h263p.mov', video: ['h263p'], sound: ['adpcm_ima_qt'] },
  { name: 'flv1.flv', video: ['flv'], sound: ['adpcm_swf', '-ar', '44100'] },
  { name: 'rv10.rm', video: ['rv10'], sound: ['ac3'] },
  { name: 'rv20.rm', video: ['rv20'] },
  { name: 'prores.mov', video: ['prores_ks'], sound: ['pcm_s24le'] },
  { name: 'dnxhr.mxf', video: DNXHR, sound: ['pcm_s24le'], size: WIDE },
  { name: 'dnxhr.mov', video: DNXHR, sound: ['pcm_s16be'], size: WIDE },
  { name: 'dv.dv', video: ['dvvideo', '-pix_fmt', 'yuv420p'], sound: ['pcm_s16le', '-ac', '2'], size: PAL },
  { name: 'dv.avi', video: ['dvvideo', '-pix_fmt', 'yuv420p'], sound: ['pcm_s16le', '-ac', '2'], size: PAL },
  { name: 'mjpeg.mov', video: JPEG, sound: ['pcm_mulaw'] },
  { name: 'mjpeg.avi', video: JPEG, sound: ['pcm_u8'] },
  { name: 'mjpeg.mjpeg', video: JPEG },
  { name: 'ffv1.mkv', video: ['ffv1', '-level', '3'], sound: ['flac'] },
  { name: 'ffv1.avi', video: ['ffv1'], sound: ['pcm_s16le'] },
  { name: 'v210.mov', video: ['v210', '-pix_fmt', 'yuv422p10le'], sound: ['pcm_f32le'] },
  { name: 'raw.nut', video: ['rawvideo'], sound: ['pcm_alaw'] },
  { name: 'raw.avi', video: ['rawvideo', '-pix_fmt', 'yuv420p'], sound: ['mp2'] },
  { name: 'raw.y4m', video: ['wrapped_avframe', '-pix_fmt', 'yuv420p'] },
  { name: 'gif.gif', video: ['gif'] },
];
