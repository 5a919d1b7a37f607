import type { FileFacts } from './facts.ts';

/** Sample entries of encrypted tracks: ISO/IEC 23001-7 (CENC), and Apple's for its shops. */
const ENCRYPTED_ENTRIES = new Set(['encv', 'enca', 'drmi', 'drms']);

/**
 * Stream types of HLS sample encryption, as ffprobe prints them: 0xdb (H.264), 0xcf (AAC), 0xc1 and 0xc2 (AC-3). Apple,
 * MPEG-2 Stream Encryption Format for HTTP Live Streaming, section 2.
 */
const ENCRYPTED_TYPES = new Set(['[219][0][0][0]', '[207][0][0][0]', '[193][0][0][0]', '[194][0][0][0]']);

/** Whether a container says that a track is encrypted, before any packet of it is seen. */
export const isMarkedEncrypted = ({ codec_tag_string, tags }: FileFacts['streams'][number], demuxer: string): boolean =>
  ENCRYPTED_ENTRIES.has(codec_tag_string) ||
  (demuxer === 'mpegts' && ENCRYPTED_TYPES.has(codec_tag_string)) ||
  (demuxer.startsWith('matroska') && tags.enc_key_id !== undefined);
