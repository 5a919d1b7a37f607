import type { Action } from '../model/keys.ts';
import { byId, prefersLessMotion } from './dom.ts';

/** Switches between light and dark, from whatever the system asks for; kept only while the page is open. */
export function toggleTheme(): void {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
}

/** Makes the page light, for paper; the result turns it back. */
export function lighten(): () => void {
  const { dataset } = document.documentElement;
  const before = dataset.theme;
  dataset.theme = 'light';
  return () => {
    if (before === undefined) delete dataset.theme;
    else dataset.theme = before;
  };
}

export function toggleHelp(): void {
  const help = byId<HTMLDialogElement>('help');
  if (help.open) help.close();
  else help.showModal();
}

/** Makes the lists wide beside a small player, or takes that back. */
export function toggleWide(): void {
  const wide = document.body.classList.toggle('wide');
  document.querySelector('[data-action="toggle-wide"]')?.setAttribute('aria-pressed', String(wide));
}

const actionButtons = new Map<Action, readonly Element[]>();

/**
 * Says whether an action leads anywhere. The button stays where it is for the keyboard: a browser sends no keys from a
 * disabled one that has the focus.
 */
export function setPossible(action: Action, possible: boolean): void {
  let buttons = actionButtons.get(action);
  if (buttons === undefined) {
    buttons = [...document.querySelectorAll(`[data-action="${action}"]`)];
    actionButtons.set(action, buttons);
  }
  for (const button of buttons) {
    if (possible) button.removeAttribute('aria-disabled');
    else button.setAttribute('aria-disabled', 'true');
  }
}

/** Whether player and list stand side by side, so that the list may scroll on its own. */
export const isWide = (): boolean => matchMedia('screen and (min-width: 1080px) and (min-height: 640px)').matches;

/** Brings a card into view where that does not move the player out of it. */
export function revealCard(id: string): void {
  if (!isWide()) return;
  document.getElementById(id)?.scrollIntoView({ block: 'nearest', behavior: prefersLessMotion() ? 'auto' : 'smooth' });
}

/** Brings the player into view after a jump from a list below it. */
export function revealStage(): void {
  const { bottom } = byId('screen').getBoundingClientRect();
  if (bottom < 80) byId('stage').scrollIntoView({ behavior: prefersLessMotion() ? 'auto' : 'smooth' });
}

/** Saves text as a file, from memory. */
export function saveText(fileName: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Marks in the navigation the part that is being read. */
export function followParts(): void {
  const links = new Map(
    [...document.querySelectorAll<HTMLAnchorElement>('.parts a')].map((link) => [link.hash.slice(1), link]),
  );
  const visible = new Set<string>();
  const mark = (current: string | undefined) => {
    for (const [id, link] of links) {
      if (id === current) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  };
  // What was clicked stays marked until the reader scrolls: a short part may not reach the line that decides.
  let chosen: string | undefined;
  for (const [id, link] of links)
    link.addEventListener('click', () => {
      chosen = id;
      mark(id);
    });
  for (const type of ['wheel', 'touchmove', 'keydown'])
    addEventListener(
      type,
      () => {
        chosen = undefined;
      },
      { passive: true },
    );
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (isIntersecting) visible.add(target.id);
        else visible.delete(target.id);
      }
      mark(chosen ?? [...links.keys()].find((id) => visible.has(id)));
    },
    // A line a fifth down the screen decides.
    { rootMargin: '-20% 0px -79% 0px' },
  );
  for (const id of links.keys()) observer.observe(byId(id));
}
