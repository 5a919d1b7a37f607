/** A feature of a registered picture, and the one of the frame that looks like it. */
export interface Pair {
  readonly feature: number;
  readonly weight: number;
  /** Of the registered picture: pixels and radians. */
  readonly fromX: number;
  readonly fromY: number;
  readonly fromSize: number;
  readonly fromAngle: number;
  /** Of the frame. */
  readonly toX: number;
  readonly toY: number;
  readonly toSize: number;
  readonly toAngle: number;
}

/** Pairs that one pose of the registered picture in the frame explains. */
export interface Pose {
  readonly inliers: readonly Pair[];
  /** Sum of the inliers' weights. */
  readonly score: number;
}

/** Poses tried: those of the heaviest pairs. */
const MAX_TRIED = 80;
/** How far a feature may lie from where the pose puts it: pixels, and share of its distance from the pair tried. */
const NEAR_PIXELS = 6;
const NEAR_SHARE = 0.1;
/** How far sizes (as a power of e) and angles (radians) may differ from the pose's. */
const NEAR_SIZE = 0.4;
const NEAR_ANGLE = 0.4;
/** Features nearer to each other than this many pixels are one. */
const SAME_PIXELS = 4;

/**
 * Estimates the pose (a similarity transform: shift, turn and scale) of a registered picture that explains most: every
 * pair proposes one by itself, through its size and angle. Nothing is left to chance, and a few true pairs among
 * hundreds suffice. With the distance allowed to grow with the distance from the pair, pictures seen aslant pass too.
 */
export function estimatePose(pairs: readonly Pair[]): Pose {
  const tried = [...pairs].sort((a, b) => b.weight - a.weight || a.feature - b.feature).slice(0, MAX_TRIED);
  let best: Pose = { inliers: [], score: 0 };
  for (const pair of tried) {
    const inliers = agreeing(pair, pairs);
    if (sumWeights(inliers) <= best.score) continue;
    const distinct = distinctPairs(inliers);
    const score = sumWeights(distinct);
    if (score > best.score) best = { inliers: distinct, score };
  }
  return best;
}

const sumWeights = (pairs: readonly Pair[]): number => pairs.reduce((sum, { weight }) => sum + weight, 0);

function agreeing(pair: Pair, pairs: readonly Pair[]): Pair[] {
  const scale = pair.toSize / pair.fromSize;
  const turn = pair.toAngle - pair.fromAngle;
  const cos = scale * Math.cos(turn);
  const sin = scale * Math.sin(turn);
  return pairs.filter((other) => {
    const [dx, dy] = [other.fromX - pair.fromX, other.fromY - pair.fromY];
    const offX = pair.toX + cos * dx - sin * dy - other.toX;
    const offY = pair.toY + sin * dx + cos * dy - other.toY;
    const near = Math.max(NEAR_PIXELS, NEAR_SHARE * scale * Math.sqrt(dx * dx + dy * dy));
    return (
      offX * offX + offY * offY <= near * near &&
      Math.abs(Math.log(other.toSize / other.fromSize / scale)) <= NEAR_SIZE &&
      angleApart(other.toAngle - other.fromAngle, turn) <= NEAR_ANGLE
    );
  });
}

const angleApart = (a: number, b: number): number => {
  const turns = (a - b) / (2 * Math.PI);
  return Math.abs(turns - Math.round(turns)) * 2 * Math.PI;
};

/** Of pairs that share a place in either picture, the heaviest: one spot is evidence once. */
function distinctPairs(pairs: readonly Pair[]): Pair[] {
  const taken = new Set<string>();
  return [...pairs]
    .sort((a, b) => b.weight - a.weight || a.feature - b.feature)
    .filter(({ fromX, fromY, toX, toY }) => {
      const from = `from ${Math.round(fromX / SAME_PIXELS)} ${Math.round(fromY / SAME_PIXELS)}`;
      const to = `to ${Math.round(toX / SAME_PIXELS)} ${Math.round(toY / SAME_PIXELS)}`;
      if (taken.has(from) || taken.has(to)) return false;
      taken.add(from).add(to);
      return true;
    });
}
