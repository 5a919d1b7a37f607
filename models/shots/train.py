"""Trains the boundary network: python models/shots/train.py --composed DIR,... --films DIR,... [--extra DIR,...] --out OUT

Reads what make-dataset.ts (composed videos) and measure-films.ts (real films) wrote. OUT gets network.json, trained on
everything, and fold-K.json, each trained without the films of a part of --films: films.json says which film is in which
part. --extra films are only ever learned from. Needs torch and numpy (2.x); one thread, so that the same sets and seed give
the same weights with the same build of torch.

The network reads for each boundary the features of src/core/shots/features.ts: a layer to some channels, then residual
blocks of a depthwise convolution over three boundaries, 1, 2, 4... apart, and a layer across channels (van den Oord et al.,
"WaveNet", 2016, has the dilations; Sandler et al., "MobileNetV2", 2018, the separable layers). It learns the kind of
transition that each boundary lies in (cross entropy) and, on films that TransNetV2 has looked at, TransNetV2's own
probability that a shot begins there (distillation: Hinton et al., 2015).
"""

import argparse
import base64
import json
import random
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

KINDS = ["none", "cut", "dissolve", "fade", "wipe"]
# Boundaries of cuts are few beside the others: they weigh more. What that adds to the odds is taken off again.
KIND_WEIGHTS = torch.tensor([1.0, 6.0, 1.5, 1.5, 1.5])
WINDOW = 192
MARGIN = 16
BATCH = 16
MAX_DEVIATIONS = 6.0


class Video:
    def __init__(self, path: Path):
        truth = json.loads(path.read_text())
        self.name = path.stem
        frames = np.array(truth["frames"])
        self.count = len(frames)
        features = np.fromfile(path.with_suffix(".features.f32"), np.float32)
        self.features = features.reshape(self.count, -1)
        before = np.concatenate([[-1], frames[:-1]])
        self.kinds = np.zeros(self.count, np.int64)
        self.weights = np.ones(self.count, np.float32)
        self.weights[0] = 0

        def meeting(start, end):
            return np.where((frames > start) & (before < end))[0]

        for t in truth["transitions"]:
            self.kinds[meeting(t["startFrame"], t["endFrame"])] = KINDS.index(t["type"])
        for r in truth["ignore"]:
            near = meeting(r["startFrame"] - 1, r["endFrame"] + 1)
            self.weights[near[self.kinds[near] == 0]] = 0
        self.change = np.full(self.count, -1, np.float32)
        if truth["teacher"] is not None:
            curve = np.zeros(max(frames[-1] + 1, len(truth["teacher"])), np.float32)
            curve[: len(truth["teacher"])] = truth["teacher"]
            # The teacher marks the last frame of a shot, a boundary the frame after it.
            self.change = np.array(
                [curve[max(0, b) : f].max() if f > max(0, b) else 0 for b, f in zip(before, frames)], np.float32
            )


class Block(nn.Module):
    def __init__(self, channels, dilation, dropout):
        super().__init__()
        self.taps = nn.Conv1d(channels, channels, 3, dilation=dilation, padding=dilation, groups=channels)
        self.mix = nn.Conv1d(channels, channels, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        return x + self.dropout(F.relu(self.mix(self.taps(x))))


class Network(nn.Module):
    def __init__(self, features, channels, dilations, dropout, noise):
        super().__init__()
        self.noise = noise
        self.register_buffer("mean", torch.zeros(features))
        self.register_buffer("scale", torch.ones(features))
        self.input = nn.Conv1d(features, channels, 1)
        self.dropout = nn.Dropout(dropout)
        self.blocks = nn.ModuleList([Block(channels, d, dropout) for d in dilations])
        self.output = nn.Conv1d(channels, len(KINDS) + 1, 1)

    def forward(self, x):
        x = (x - self.mean[:, None]) * self.scale[:, None]
        if self.training:
            x = x + self.noise * torch.randn_like(x)
        x = self.dropout(F.relu(self.input(x.clamp(-MAX_DEVIATIONS, MAX_DEVIATIONS))))
        for block in self.blocks:
            x = block(x)
        return self.output(x)


def draw(videos, weights, count, rng):
    """Windows of videos: features, kinds, the teacher's curve, weights."""
    width = videos[0].features.shape[1]
    features = np.zeros((count, width, WINDOW), np.float32)
    kinds = np.zeros((count, WINDOW), np.int64)
    change = np.full((count, WINDOW), -1, np.float32)
    mask = np.zeros((count, WINDOW), np.float32)
    for row in range(count):
        video = rng.choices(videos, weights)[0]
        last = video.count - WINDOW
        offset = rng.randint(-MARGIN, last + MARGIN) if last > 0 else -rng.randint(0, -last)
        start, end = max(0, offset), min(video.count, offset + WINDOW)
        at = slice(start - offset, end - offset)
        features[row, :, at] = video.features[start:end].T
        kinds[row, at] = video.kinds[start:end]
        change[row, at] = video.change[start:end]
        mask[row, at] = video.weights[start:end]
        # What the network cannot see beyond a window's edge it need not know.
        if offset > 0:
            mask[row, :MARGIN] = 0
        if offset + WINDOW < video.count:
            mask[row, -MARGIN:] = 0
    return [torch.from_numpy(part) for part in (features, kinds, change, mask)]


def fit(composed, films, args):
    rng = random.Random(args.seed)
    torch.manual_seed(args.seed)
    network = Network(films[0].features.shape[1], args.channels, args.dilations, args.dropout, args.noise)
    sample = np.concatenate([video.features[::7] for video in composed + films])
    network.mean.copy_(torch.from_numpy(sample.mean(0)))
    network.scale.copy_(torch.from_numpy(1 / np.maximum(0.01, sample.std(0))))
    optimizer = torch.optim.AdamW(network.parameters(), lr=args.rate, weight_decay=args.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, args.rate, args.steps, pct_start=0.1)
    of_films = round(BATCH * args.film_share)
    sources = [
        (composed, [video.count for video in composed], BATCH - of_films),
        # A long film is more of the same: it is drawn more often, but not by its whole length.
        (films, [video.count**0.5 for video in films], of_films),
    ]
    for step in range(args.steps):
        parts = [draw(videos, weights, count, rng) for videos, weights, count in sources]
        features, kinds, change, mask = [torch.cat(part) for part in zip(*parts)]
        scores = network(features)
        of_kinds = F.cross_entropy(scores[:, : len(KINDS)], kinds, weight=KIND_WEIGHTS, reduction="none")
        taught = mask * (change >= 0)
        of_change = F.binary_cross_entropy_with_logits(scores[:, len(KINDS)], change.clamp(0, 1), reduction="none")
        loss = (of_kinds * mask).sum() / mask.sum() + (of_change * taught).sum() / taught.sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 500 == 0 or step == args.steps - 1:
            print(f"step {step}: loss {loss.item():.4f}", flush=True)
    return network.eval()


def write(network, path, args):
    """As src/core/shots/sequence-network.ts reads it."""

    def layer(conv):
        return [conv.weight[:, :, 0].T, conv.bias]

    bias = network.output.bias.detach().clone()
    bias[: len(KINDS)] -= KIND_WEIGHTS.log()
    parts = [network.mean, network.scale, *layer(network.input)]
    for block in network.blocks:
        parts += [block.taps.weight[:, 0, :].T, block.taps.bias, *layer(block.mix)]
    parts += [network.output.weight[:, :, 0].T, bias]
    values = np.concatenate([part.detach().numpy().astype("<f4").ravel() for part in parts])
    file = {
        "features": network.mean.numel(),
        "channels": args.channels,
        "dilations": args.dilations,
        "outputs": [*KINDS, "change"],
        "values": base64.b64encode(values.tobytes()).decode(),
    }
    path.write_text(json.dumps(file, indent=2) + "\n")


def read(folders):
    return [Video(path) for folder in folders.split(",") if folder for path in sorted(Path(folder).glob("*.json"))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--composed", required=True)
    parser.add_argument("--films", required=True)
    parser.add_argument("--extra", default="")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--only", help="some of fold-0, fold-1, ..., network, joined by commas: to share the work")
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--channels", type=int, default=64)
    parser.add_argument("--dilations", type=lambda text: [int(d) for d in text.split(",")], default=[1, 2, 4, 8, 16])
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--noise", type=float, default=0.1)
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--decay", type=float, default=0.02)
    parser.add_argument("--film-share", type=float, default=0.5)
    args = parser.parse_args()
    torch.set_num_threads(1)
    composed, films, extra = read(args.composed), read(args.films), read(args.extra)
    print(f"{len(composed)} composed videos, {len(films)} films, {len(extra)} to learn from only", flush=True)
    args.out.mkdir(parents=True, exist_ok=True)
    order = sorted(films, key=lambda video: video.name)
    random.Random(7).shuffle(order)
    parts = {video.name: i % args.folds for i, video in enumerate(order)}
    (args.out / "films.json").write_text(json.dumps(parts, indent=2) + "\n")
    kept = {f"fold-{k}": [video for video in films if parts[video.name] != k] for k in range(args.folds)}
    for name, learned in {**kept, "network": films}.items():
        if args.only is None or name in args.only.split(","):
            write(fit(composed, learned + extra, args), args.out / f"{name}.json", args)


if __name__ == "__main__":
    main()
