import { readJson } from './dom.ts';

/** Images that the canvas keeps decoded; the oldest go first. */
const IMAGES_KEPT = 240;

/** The pictures that the page carries. They are the last thing in the page, so there are none until it has loaded. */
export interface PictureStore {
  has(path: string): boolean;
  url(path: string): string | null;
  /** The picture for drawing, or null while it is being decoded; `onImage` tells when to try again. */
  image(path: string): HTMLImageElement | null;
}

export function createPictureStore(onImage: () => void, onReady: () => void): PictureStore {
  let pictures: Readonly<Record<string, string>> = {};
  const images = new Map<string, HTMLImageElement>();
  document.addEventListener('DOMContentLoaded', () => {
    pictures = readJson('picture-data');
    onReady();
  });
  const has = (path: string) => Object.hasOwn(pictures, path);
  const url = (path: string) => (has(path) ? `data:image/jpeg;base64,${pictures[path]}` : null);

  function image(path: string): HTMLImageElement | null {
    const known = images.get(path);
    if (known !== undefined) return known.complete && known.naturalWidth > 0 ? known : null;
    const source = url(path);
    if (source === null) return null;
    const created = new Image();
    created.onload = onImage;
    created.src = source;
    images.set(path, created);
    if (images.size > IMAGES_KEPT) images.delete(images.keys().next().value!);
    return null;
  }
  return { has, url, image };
}

/** Fills in `img[data-picture]` when they come near the screen; `showAll` does so at once, for print. */
export function createLazyPictures(store: PictureStore) {
  const fill = (image: HTMLImageElement) => {
    const source = store.url(image.dataset.picture ?? '');
    if (source === null) return;
    image.src = source;
    delete image.dataset.picture;
  };
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        fill(target as HTMLImageElement);
      }
    },
    { rootMargin: '300px 0px' },
  );
  const waiting = (root: ParentNode) => root.querySelectorAll<HTMLImageElement>('img[data-picture]');
  return {
    watch: (root: ParentNode) => {
      for (const image of waiting(root)) observer.observe(image);
    },
    showAll: () => {
      for (const image of waiting(document)) fill(image);
    },
  };
}
