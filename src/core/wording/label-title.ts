import type { Label, Scene } from '../report.ts';
import { describeLabel } from '../taxonomy.ts';
import { titleScene } from './text.ts';

/** A label's name for people; its own where the table of names does not hold it. */
export const titleLabel = ({ taxonomy, name }: Pick<Label, 'taxonomy' | 'name'>): string =>
  describeLabel(taxonomy, name)?.displayName ?? name;

/** A scene's name in chapter lists, of its labels' names for people: `Scene 3: Kitchen, Art gallery`. */
export const nameScene = (scene: Pick<Scene, 'index' | 'labels'>): string => titleScene(scene, titleLabel);
