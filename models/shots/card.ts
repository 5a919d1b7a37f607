import { type Footage, SOURCE } from './footage.ts';
import type { RandomSource } from './random.ts';

const LINE_HEIGHTS = [2, 14] as const;

/** A title card, or nothing but one colour, mostly black: films cut to these and from them. */
export function createCard(random: RandomSource): Footage {
  const ground = random.weighted({ black: 5, white: 1, dark: 2, color: 2 });
  const [least, most] = { black: [0, 10], white: [235, 255], dark: [10, 50], color: [0, 255] }[ground];
  const color = [0, 1, 2].map(() => random.integer(least, most));
  const gray = random.chance(0.7) ? color.map(() => color[0]) : color;
  const frame = new Uint8Array(SOURCE.width * SOURCE.height * 3);
  for (let i = 0; i < frame.length; i++) frame[i] = gray[i % 3];
  const hasText = random.chance(ground === 'black' ? 0.45 : 0.8);
  if (hasText) drawLines(frame, random, gray[0] > 127 ? 20 : random.integer(150, 255));
  return { name: `card ${ground}`, framesPerSecond: 25, frames: [frame], card: hasText ? 'text' : 'flat' };
}

/** Lines of blocks as far apart as letters are. */
function drawLines(frame: Uint8Array, random: RandomSource, ink: number): void {
  const height = random.integer(...LINE_HEIGHTS);
  const lines = random.integer(1, 3);
  let top = random.integer(10, Math.max(11, SOURCE.height - 10 - lines * (height + 4)));
  for (let line = 0; line < lines; line++, top += height + 4) {
    const width = random.integer(30, SOURCE.width - 20);
    const left = Math.floor((SOURCE.width - width) / 2);
    for (let x = left; x < left + width; x += random.integer(2, 2 + height)) {
      const letter = random.integer(1, Math.max(1, Math.floor(height * 0.7)));
      for (let y = top; y < Math.min(SOURCE.height, top + height); y++)
        for (let column = x; column < Math.min(left + width, x + letter); column++)
          frame.fill(ink, (y * SOURCE.width + column) * 3, (y * SOURCE.width + column + 1) * 3);
      x += letter;
    }
  }
}
