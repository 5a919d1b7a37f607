import test from 'ava';
import { nameScene, titleLabel } from '../../../src/core/wording/label-title.ts';

test('labels go by the names that people read, those of a head of one’s own by their own', (t) => {
  t.is(titleLabel({ taxonomy: 'everyday', name: 'art_gallery' }), 'Art gallery');
  t.is(titleLabel({ taxonomy: 'mine', name: 'art_gallery' }), 'art_gallery');
});

test('a scene is named by what it shows, not by what judges it', (t) => {
  const label = (taxonomy: string, name: string, confidence: number) => ({ taxonomy, name, confidence });
  const labels = [
    label('safety', 'firearms', 0.9),
    label('nsfwjs', 'Neutral', 0.8),
    label('everyday', 'art_gallery', 0.5),
    label('imagenet', 'espresso', 0.4),
  ];
  t.is(nameScene({ index: 2, labels }), 'Scene 3: Art gallery, Espresso');
});
