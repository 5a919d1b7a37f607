/** Packages without types, as far as tests use them. */
declare module '@dailymotion/vmap' {
  interface AdBreak {
    readonly timeOffset: string;
    readonly breakType: string;
    readonly breakId: string;
    readonly extensions: { readonly value: string; readonly attributes: object }[];
  }
  export default class VMAP {
    constructor(document: unknown);
    readonly adBreaks: AdBreak[];
  }
}

declare module 'webvtt-parser' {
  interface Cue {
    readonly id: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly text: string;
  }
  class WebVTTParser {
    parse(text: string, kind: 'chapters' | 'metadata'): { cues: Cue[]; errors: { message: string; line: number }[] };
  }
  const webvtt: { readonly WebVTTParser: typeof WebVTTParser };
  export default webvtt;
}

declare module 'mpegts.js/scte35' {
  interface SpliceInsert {
    readonly splice_event_id: number;
    readonly splice_time: { readonly pts_time: number };
  }
  export function readSCTE35(section: Uint8Array): {
    detail: { tier: number; pts_adjustment: number; splice_command_type: number; splice_command: SpliceInsert };
    pts: number;
  };
}
