import test from 'ava';
import { RECIPES } from '../../../models/heads/recipes/index.ts';

const { teach } = RECIPES.sensitive;

test('photographs of beer among the goods are alcohol, the labels beside them are left out', (t) => {
  t.deepEqual(teach('/data/products/beer_labels/beer_busch/query.png'), { classes: ['alcohol'] });
  t.is(teach('/data/products/beer_labels/beer_busch/database.jpg'), null);
});

test('goods and places are background, and count for less than what is sought', (t) => {
  const goods = teach('/data/products/clothing/hat/1.jpg');
  t.deepEqual(goods?.classes, []);
  t.true(goods!.weights!.products < 0.2);
  const place = teach('/data/scenes/kitchen/1.webp');
  t.deepEqual(place?.classes, []);
  t.true(place!.weights!.places < 0.2);
  t.is(place!.weights!.alcohol, 0, 'a kitchen may hold a bottle');
  t.deepEqual(teach('/data/safety/weapon_gun/1.jpg')?.classes, ['firearms']);
});
