import type { DetailPicture } from '../measurements/detail-picture.ts';
import type { LocalFeatures } from './features.ts';

export type ItemKind = 'brands' | 'products';

/** What a user wants found. */
export interface IndexItem {
  readonly id: string;
  readonly title: string;
  /** Anything else that a report should carry, by name. */
  readonly facts: Readonly<Record<string, string>>;
}

/** A picture of an item, by the item's position. */
export interface IndexPicture {
  readonly item: number;
  /** Or its features, by `keepIndexed`: they take less memory. */
  readonly picture: DetailPicture | LocalFeatures;
}
