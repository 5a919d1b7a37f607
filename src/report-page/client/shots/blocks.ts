import { make } from '../dom.ts';

/** Rows that come and go together. */
const BLOCK_ROWS = 8;
/** How far beyond the screen rows are ready, so that scrolling and the Tab key find them. */
const MARGIN_PIXELS = 900;

export interface RowList {
  readonly heights: readonly number[];
  readonly render: (row: number) => HTMLElement;
}

interface Block {
  readonly element: HTMLElement;
  readonly firstRow: number;
  readonly endRow: number;
  readonly top: number;
  readonly height: number;
}

/**
 * A long list of rows of known heights, of which only those near the screen are in the page: all blocks keep their
 * height, so the list is as long as if it were whole.
 */
export function createBlocks(host: HTMLElement) {
  let list: RowList = { heights: [], render: () => make('li') };
  let blocks: Block[] = [];
  let whole = false;
  let waiting = false;

  const fill = ({ element, firstRow, endRow }: Block) => {
    if (element.childElementCount > 0) return;
    for (let row = firstRow; row < endRow; row++) {
      const item = list.render(row);
      item.style.height = `${list.heights[row]}px`;
      element.append(item);
    }
  };

  function update(): void {
    waiting = false;
    if (host.offsetParent === null) return;
    const top = -host.getBoundingClientRect().top - MARGIN_PIXELS;
    const bottom = top + window.innerHeight + 2 * MARGIN_PIXELS;
    for (const block of blocks) {
      if (whole || (block.top + block.height > top && block.top < bottom)) fill(block);
      // What has the focus stays, or the reader would lose the place.
      else if (!block.element.contains(document.activeElement)) block.element.replaceChildren();
    }
  }

  function request(): void {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(update);
  }

  function show(next: RowList): void {
    list = next;
    blocks = [];
    let top = 0;
    for (let firstRow = 0; firstRow < list.heights.length; firstRow += BLOCK_ROWS) {
      const endRow = Math.min(list.heights.length, firstRow + BLOCK_ROWS);
      const height = list.heights.slice(firstRow, endRow).reduce((sum, each) => sum + each, 0);
      const element = make('ol', { className: 'block' });
      element.style.height = `${height}px`;
      blocks.push({ element, firstRow, endRow, top, height });
      top += height;
    }
    host.replaceChildren(...blocks.map(({ element }) => element));
    update();
  }

  // Scrolling happens in the page or in the column of results: captured, both are heard.
  document.addEventListener('scroll', request, { capture: true, passive: true });
  window.addEventListener('resize', request);

  return {
    show,
    /** Fills what has come near the screen by other ways than scrolling. */
    request,
    /** The element of a row, filled in wherever it is. */
    rowElement(row: number): HTMLElement | null {
      const block = blocks.find(({ firstRow, endRow }) => row >= firstRow && row < endRow);
      if (block === undefined) return null;
      fill(block);
      return block.element.children[row - block.firstRow] as HTMLElement;
    },
    /** Fills in every row, for print; the list goes back to what is near the screen with `false`. */
    setWhole(value: boolean): void {
      whole = value;
      update();
    },
  };
}
