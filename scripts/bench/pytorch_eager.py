"""Training steps of Flawsmith's U-Net in eager PyTorch: what `flawsmith bench training --python PYTHON` compares with.

Argument: JSON {"network": UNetConfig's components, "batch": images, "threads": n}. Prints torch's version; then, for every
line with a number of steps on standard input, does that many whole steps (forward, loss, backward, clipping, AdamW, EMA)
and prints images/s. Uses torch's own fused group norm. On Debian: apt-get install python3-torch libopenblas0-pthread.
"""

import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


def groups(channels):
    return next((g for g in range(min(32, channels // 4), 1, -1) if channels % g == 0), 1)


class Residual(nn.Module):
    def __init__(self, c_in, c_out, emb):
        super().__init__()
        self.norm1 = nn.GroupNorm(groups(c_in), c_in)
        self.conv1 = nn.Conv2d(c_in, c_out, 3, padding=1)
        self.embedding = nn.Linear(emb, 2 * c_out)
        self.norm2 = nn.GroupNorm(groups(c_out), c_out)
        self.conv2 = nn.Conv2d(c_out, c_out, 3, padding=1)
        self.skip = nn.Identity() if c_in == c_out else nn.Conv2d(c_in, c_out, 1)

    def forward(self, x, e):
        h = self.conv1(F.gelu(self.norm1(x)))
        scale, shift = self.embedding(e)[:, :, None, None].chunk(2, 1)
        h = self.conv2(F.gelu(self.norm2(h) * (1 + scale) + shift))
        return h + self.skip(x)


class Attention(nn.Module):
    def __init__(self, channels, head):
        super().__init__()
        self.heads = max(1, channels // head)
        self.norm = nn.GroupNorm(groups(channels), channels)
        self.qkv = nn.Conv2d(channels, 3 * channels, 1)
        self.projection = nn.Conv2d(channels, channels, 1)

    def forward(self, x):
        b, c, h, w = x.shape
        q, k, v = self.qkv(self.norm(x)).reshape(b, 3 * self.heads, c // self.heads, h * w).chunk(3, 1)
        weights = (q.transpose(2, 3) @ k / math.sqrt(c // self.heads)).softmax(-1)
        return x + self.projection((v @ weights.transpose(2, 3)).reshape(b, c, h, w))


class Stage(nn.Module):
    def __init__(self, c_in, c_out, net, level):
        super().__init__()
        self.block = Residual(c_in, c_out, net["embeddingChannels"])
        attends = (net["imageSize"] // net["patch"]) >> level <= net["attentionSize"]
        self.attention = Attention(c_out, net["headChannels"]) if attends else nn.Identity()

    def forward(self, x, e):
        return self.attention(self.block(x, e))


class UNet(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.patch = net["patch"]
        emb = net["embeddingChannels"]
        patched = net["imageChannels"] * net["patch"] ** 2
        self.register_buffer("frequencies", 100 ** (torch.arange(emb // 2) / (emb // 2)))
        self.noise = nn.Linear(emb, emb)
        self.label = nn.Linear(net["classes"], emb)
        self.text = nn.Linear(net["textDimension"], emb)
        self.augment = nn.Linear(net["augmentDimension"], emb)
        self.mix = nn.Linear(emb, emb)
        c = net["channels"][0]
        self.first = nn.Conv2d(patched, c, 3, padding=1)
        self.down, self.up = nn.ModuleList(), nn.ModuleList()
        skips = []
        for level, (width, blocks) in enumerate(zip(net["channels"], net["blocks"])):
            stages = nn.ModuleList()
            for _ in range(blocks):
                stages.append(Stage(c, width, net, level))
                c = width
                skips.append(c)
            self.down.append(stages)
        self.middle1 = Residual(c, c, emb)
        self.middle_attention = Attention(c, net["headChannels"])
        self.middle2 = Residual(c, c, emb)
        for level in reversed(range(len(net["channels"]))):
            width = net["channels"][level]
            stages = nn.ModuleList()
            for _ in range(net["blocks"][level]):
                stages.append(Stage(c + skips.pop(), width, net, level))
                c = width
            self.up.append(stages)
        self.norm = nn.GroupNorm(groups(c), c)
        self.last = nn.Conv2d(c, patched, 3, padding=1)

    def forward(self, x, level, label, sentence, flips):
        phase = level * self.frequencies
        e = self.noise(torch.cat((phase.cos(), phase.sin()), 1)) + self.augment(flips)
        e = e + self.label(label) * math.sqrt(label.shape[1]) + self.text(sentence) * math.sqrt(sentence.shape[1])
        e = F.gelu(self.mix(F.gelu(e)))
        h = self.first(F.pixel_unshuffle(x, self.patch))
        skips = []
        for i, stages in enumerate(self.down):
            h = F.avg_pool2d(h, 2) if i else h
            for stage in stages:
                h = stage(h, e)
                skips.append(h)
        h = self.middle2(self.middle_attention(self.middle1(h, e)), e)
        for i, stages in enumerate(self.up):
            h = F.interpolate(h, scale_factor=2, mode="nearest") if i else h
            for stage in stages:
                h = stage(torch.cat((h, skips.pop()), 1), e)
        return F.pixel_shuffle(self.last(F.gelu(self.norm(h))), self.patch)


def main():
    order = json.loads(sys.argv[1])
    net, batch = order["network"], order["batch"]
    torch.set_num_threads(order["threads"])
    torch.manual_seed(1)
    model = UNet(net)
    weights = list(model.parameters())
    average = [w.detach().clone() for w in weights]
    optimizer = torch.optim.AdamW(weights, lr=7e-4, betas=(0.9, 0.99), weight_decay=0, foreach=True)
    x = torch.randn(batch, net["imageChannels"], net["imageSize"], net["imageSize"])
    inputs = (
        x,
        torch.randn(batch, 1),
        F.one_hot(torch.arange(batch) % net["classes"], net["classes"]).float(),
        torch.randn(batch, net["textDimension"]),
        torch.zeros(batch, net["augmentDimension"]),
    )
    target = torch.randn_like(x)

    def step():
        loss = (model(*inputs) - target).square().mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(weights, 1)
        optimizer.step()
        with torch.no_grad():
            torch._foreach_mul_(average, 0.99)
            torch._foreach_add_(average, [w.detach() for w in weights], alpha=0.01)
        return loss.item()

    print(f"torch {torch.__version__}", flush=True)
    for line in sys.stdin:
        steps = int(line)
        start = time.perf_counter()
        for _ in range(steps):
            step()
        print(steps * batch / (time.perf_counter() - start), flush=True)


if __name__ == "__main__":
    main()
