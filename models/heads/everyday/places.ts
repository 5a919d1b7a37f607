/** What a folder of pictures of one kind of place teaches. */
export interface PlaceLesson {
  /** Labels that all its pictures show. Default: the folder's name. */
  readonly shows?: readonly string[];
  /** Labels that many of its pictures show without being annotated: they count neither way. */
  readonly mayShow?: readonly string[];
}

/** Words that mean one kind of place become one label; a place that is a kind of another one shows both. */
export const PLACES: Readonly<Record<string, PlaceLesson>> = {
  airport: { mayShow: ['aeroplane'] },
  aquarium: { mayShow: ['underwater', 'animal_other'] },
  art_gallery: {},
  auditorium: { mayShow: ['stage', 'music_instrument'] },
  baseball_field: { mayShow: ['ball_sport', 'grass_field', 'football_stadium'] },
  bathroom: { mayShow: ['furniture'] },
  bedroom: { mayShow: ['furniture'] },
  buildings: { shows: ['building'], mayShow: ['street', 'sky_clouds', 'tall_building', 'house_exterior', 'car'] },
  campus: { mayShow: ['building', 'grass_field', 'plant_flower', 'park', 'sky_clouds', 'street', 'garden'] },
  computer_room: { mayShow: ['office', 'screen', 'furniture', 'classroom'] },
  desert: { mayShow: ['landscape', 'sky_clouds', 'mountain'] },
  dining_room: { mayShow: ['furniture', 'food', 'living_room', 'kitchen'] },
  entrance_hall: { mayShow: ['building', 'furniture'] },
  field: { shows: ['grass_field', 'landscape'], mayShow: ['sky_clouds'] },
  football_stadium: { mayShow: ['ball_sport', 'grass_field'] },
  forest: { mayShow: ['rainforest', 'landscape', 'plant_flower'] },
  garden: { mayShow: ['plant_flower', 'grass_field', 'park', 'house_exterior', 'building'] },
  glacier_snow: { shows: ['snow', 'landscape'], mayShow: ['mountain', 'sky_clouds'] },
  highway: { shows: ['highway', 'street'], mayShow: ['car', 'truck_bus', 'sky_clouds', 'landscape'] },
  house_exterior: {
    shows: ['house_exterior', 'building'],
    mayShow: ['grass_field', 'garden', 'plant_flower', 'sky_clouds'],
  },
  ice_skating: { mayShow: ['winter_sport', 'snow'] },
  industrial: { mayShow: ['building', 'sky_clouds'] },
  kitchen: { mayShow: ['furniture'] },
  landscape: { mayShow: ['mountain', 'sky_clouds', 'grass_field', 'lake_river', 'forest', 'sea'] },
  laundromat: {},
  library: { mayShow: ['furniture'] },
  living_room: { mayShow: ['furniture'] },
  mountain: { mayShow: ['landscape', 'sky_clouds', 'snow', 'forest'] },
  ocean: { shows: ['sea'], mayShow: ['sky_clouds', 'sea_beach', 'landscape', 'sunset'] },
  office: { mayShow: ['furniture', 'screen', 'computer_room'] },
  park: { mayShow: ['grass_field', 'plant_flower', 'forest', 'garden', 'lake_river'] },
  rainforest: { shows: ['rainforest', 'forest'], mayShow: ['plant_flower', 'lake_river'] },
  sea: { mayShow: ['sky_clouds', 'sea_beach', 'landscape', 'sunset'] },
  store: { shows: ['shop_market'], mayShow: ['food', 'clothing', 'bottle'] },
  street: { mayShow: ['building', 'car', 'sky_clouds', 'highway'] },
  suburb: { shows: ['house_exterior'], mayShow: ['building', 'street', 'grass_field', 'sky_clouds'] },
  tall_building: { shows: ['tall_building', 'building'], mayShow: ['sky_clouds', 'street'] },
  tennis_court: { mayShow: ['ball_sport'] },
  underwater: { mayShow: ['animal_other', 'swimming'] },
  waterfall: { mayShow: ['lake_river', 'landscape', 'forest'] },
  windmill: { mayShow: ['sky_clouds', 'landscape', 'grass_field', 'building'] },
};

/** People are in pictures of most places without being annotated. */
export const PEOPLE: readonly string[] = ['person', 'group', 'crowd', 'portrait', 'child', 'hands', 'clothing'];

/** What a label says besides itself. */
export const IMPLIED: Readonly<Record<string, readonly string[]>> = {
  group: ['person'],
  crowd: ['group', 'person'],
  portrait: ['person'],
  child: ['person'],
  highway: ['street'],
  tall_building: ['building'],
  house_exterior: ['building'],
  rainforest: ['forest'],
  ocean: ['sea'],
  buildings: ['building'],
  store: ['shop_market'],
  field: ['grass_field'],
};

/** Labels that are not learned: they are said by other heads, or mean the same as another one. */
export const LEFT_OUT: ReadonlySet<string> = new Set([
  ...['weapon', 'fire_smoke', 'drink_alcohol', 'smoking', 'blurred', 'cgi_game'],
  ...['buildings', 'field', 'glacier_snow', 'ocean', 'store', 'suburb'],
]);
