import { clampFrame, type Film, frameAt } from '../model/film.ts';

/** Holds the frame on screen; plays the video once there is one, and a sequence of pictures before. */
export interface Player {
  readonly frame: number;
  readonly playing: boolean;
  readonly hasVideo: boolean;
  seek(frame: number): void;
  toggle(): void;
  pause(): void;
  /** Plays a file of the reader's disk from now on; resolves to false when the browser cannot play it. */
  open(file: Blob): Promise<boolean>;
}

export function createPlayer(film: Film, video: HTMLVideoElement, onChange: () => void): Player {
  const rate = film.grid.frameRate.numerator / film.grid.frameRate.denominator;
  let frame = film.firstFrame;
  let playing = false;
  let hasVideo = false;
  let source = '';
  // The middle of a frame: its edge may round into the frame before.
  const toVideoTime = (target: number) => film.grid.startSeconds + (target + 0.5) / rate;

  function show(target: number): void {
    frame = clampFrame(target, film);
    onChange();
  }

  function run(startedAt: number, firstFrame: number): void {
    requestAnimationFrame((now) => {
      if (!playing) return;
      const target = hasVideo ? frameAt(video.currentTime, film) : firstFrame + ((now - startedAt) / 1000) * rate;
      // A video ends by itself, a part of one does not.
      const goesOn = hasVideo && film.lastFrame === film.grid.frameCount - 1;
      if (!goesOn && target >= film.lastFrame) pause();
      if (clampFrame(target, film) !== frame) show(target);
      run(startedAt, firstFrame);
    });
  }

  function start(): void {
    if (playing) return;
    playing = true;
    onChange();
    run(performance.now(), frame);
  }

  function pause(): void {
    if (!playing) return;
    playing = false;
    if (hasVideo) video.pause();
    onChange();
  }

  function seek(target: number): void {
    const resume = playing && !hasVideo;
    if (resume) pause();
    show(target);
    if (hasVideo) video.currentTime = toVideoTime(frame);
    if (resume) start();
  }

  function toggle(): void {
    if (playing) {
      pause();
      return;
    }
    if (frame >= film.lastFrame) seek(film.firstFrame);
    // A refused start (no permission, a broken file) leaves the player paused.
    if (hasVideo) video.play().catch(() => pause());
    else start();
  }

  function open(file: Blob): Promise<boolean> {
    pause();
    if (source !== '') URL.revokeObjectURL(source);
    source = URL.createObjectURL(file);
    return new Promise((resolve) => {
      const settle = (works: boolean) => {
        video.onloadeddata = null;
        video.onerror = null;
        hasVideo = works;
        video.hidden = !works;
        if (works) video.currentTime = toVideoTime(frame);
        onChange();
        resolve(works);
      };
      video.onloadeddata = () => settle(video.videoWidth > 0);
      video.onerror = () => settle(false);
      video.src = source;
      video.load();
    });
  }

  video.addEventListener('play', start);
  video.addEventListener('pause', pause);
  video.addEventListener('ended', pause);

  return {
    get frame() {
      return frame;
    },
    get playing() {
      return playing;
    },
    get hasVideo() {
      return hasVideo;
    },
    seek,
    toggle,
    pause,
    open,
  };
}
