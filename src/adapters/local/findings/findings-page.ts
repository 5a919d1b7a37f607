import { htmlEscape } from 'escape-goat';
import type { Finding } from './detect-in-files.ts';

const STYLE = `body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1c2024; background: #fff; }
figure { margin: 0 0 2.5rem; } .picture { position: relative; display: inline-block; max-width: 100%; }
img { display: block; max-width: 100%; } svg { position: absolute; inset: 0; width: 100%; height: 100%; }
rect { fill: none; stroke: #ffd400; stroke-width: 2; vector-effect: non-scaling-stroke; } rect.ground { stroke: #000; stroke-width: 5; }
figcaption { margin-top: .5rem; } .name { font-weight: 600; } .none { color: #5b6670; } ol { margin: .25rem 0 0; padding-left: 1.5rem; }`;

/** One file that shows the pictures with boxes around what was found. It loads nothing. */
export function renderFindings(title: string, findings: readonly Finding[]): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${htmlEscape(title)}</title><style>${STYLE}</style></head>
<body><h1>${htmlEscape(title)}</h1>
${findings.map(renderFinding).join('\n')}
</body></html>
`;
}

function renderFinding({ picture, width, height, found, jpeg }: Finding): string {
  const boxes = found.flatMap(({ box: [left, top, right, bottom] }) =>
    ['ground', 'line'].map(
      (name) =>
        `<rect class="${name}" x="${left * width}" y="${top * height}" width="${(right - left) * width}" height="${(bottom - top) * height}"/>`,
    ),
  );
  const list = found.map(
    ({ item, confidence, inliers }) =>
      `<li>${htmlEscape(item.title)}: ${Math.round(100 * confidence)} % sure, ${inliers} features agree</li>`,
  );
  return `<figure><div class="picture"><img width="${width}" height="${height}" alt="${htmlEscape(picture)}" src="data:image/jpeg;base64,${Buffer.from(jpeg ?? []).toString('base64')}"><svg viewBox="0 0 ${width} ${height}" aria-hidden="true">${boxes.join('')}</svg></div>
<figcaption><span class="name">${htmlEscape(picture)}</span>${list.length > 0 ? `<ol>${list.join('')}</ol>` : ' <span class="none">nothing found</span>'}</figcaption></figure>`;
}
