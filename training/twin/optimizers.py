"""AdamW and Muon, and the schedules of their rates."""
from __future__ import annotations

import math

import torch
from torch import Tensor, nn


class Optimizer:
    """AdamW (Loshchilov and Hutter 2019), with Muon (Jordan 2024) for the matrices inside the layers if asked.

    Decay is decoupled and falls on matrices only. Matrices of one shape are orthogonalised together.
    """

    def __init__(self, model: nn.Module, kind="muon", rate=3e-3, betas=(0.9, 0.98), epsilon=1e-8, decay=0.01,
                 muon_rate=0.02, momentum=0.95, muon_decay=0.05, clip=1.0):
        named = list(model.named_parameters())
        inner = [p for name, p in named if kind == "muon" and p.ndim == 2 and ".layers." in name]
        chosen = {id(p) for p in inner}
        outer = [p for _, p in named if id(p) not in chosen]
        self.parameters = [p for _, p in named]
        self.rate, self.clip = rate, clip
        self.muon_rate, self.momentum, self.muon_decay = muon_rate, momentum, muon_decay
        self.shapes: dict[tuple, list[nn.Parameter]] = {}
        for p in inner:
            self.shapes.setdefault(tuple(p.shape), []).append(p)
        self.momenta = {shape: torch.zeros_like(torch.stack(list(ps))) for shape, ps in self.shapes.items()}
        groups = [{"params": [p for p in outer if p.ndim == 2], "weight_decay": decay},
                  {"params": [p for p in outer if p.ndim < 2], "weight_decay": 0.0}]
        self.adam = torch.optim.AdamW(groups, lr=rate, betas=betas, eps=epsilon, fused=True)

    @torch.no_grad()
    def step(self, factor: float) -> Tensor:
        """One update with the rates times `factor`; clears the gradients and returns their norm before clipping."""
        norm = torch.nn.utils.clip_grad_norm_(self.parameters, self.clip or math.inf)
        for group in self.adam.param_groups:
            group["lr"] = self.rate * factor
        self.adam.step()
        for shape, ps in self.shapes.items():
            gradients = torch.stack([p.grad for p in ps])
            momentum = self.momenta[shape].lerp_(gradients, 1 - self.momentum)
            update = orthogonalised(gradients.lerp_(momentum, self.momentum))
            rate = self.muon_rate * factor
            for p, u in zip(ps, update.unbind(0)):
                p.mul_(1 - rate * self.muon_decay).sub_(u, alpha=rate * max(1.0, shape[0] / shape[1]) ** 0.5)
        for p in self.parameters:
            p.grad = None
        return norm

    def state(self) -> dict:
        return {"adam": self.adam.state_dict(), "momenta": [self.momenta[s] for s in self.shapes]}

    def load(self, state: dict):
        self.adam.load_state_dict(state["adam"])
        for shape, momentum in zip(self.shapes, state["momenta"]):
            self.momenta[shape].copy_(momentum)


def orthogonalised(g: Tensor) -> Tensor:
    """Five Newton-Schulz steps that bring the singular values of each matrix of g [n, rows, columns] near 1."""
    x = g.bfloat16() if g.is_cuda else g
    tall = x.shape[-2] > x.shape[-1]
    if tall:
        x = x.mT
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(5):
        s = x @ x.mT
        x = 3.4445 * x + (-4.7750 * s + 2.0315 * s @ s) @ x
    return (x.mT if tall else x).to(g.dtype)


def schedule(kind: str, progress: float, warmup: float, cooldown: float) -> float:
    """The factor of the rates at `progress` (0 to 1) of the run. wsd: warm up, stay, fall linearly to 0 over the last
    `cooldown`. cosine: warm up, then half a cosine to 0. constant: warm up, then stay."""
    if progress < warmup:
        return progress / warmup
    if kind == "cosine":
        return 0.5 * (1 + math.cos(math.pi * min(1.0, (progress - warmup) / (1 - warmup))))
    if kind == "wsd" and cooldown > 0:
        return max(0.0, min(1.0, (1 - progress) / cooldown))
    return 1.0
