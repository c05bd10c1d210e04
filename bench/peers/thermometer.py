"""Readiness as an inner product: levels as thermometers (docs/model.md says why)."""
import numpy as np


class Thermometer:
    """Columns for the steps of each skill, as many as the role that asks most of it."""

    def __init__(self, level, importance, grid):
        self.grid = grid
        steps = np.ceil(level.max(axis=0) / grid).astype(int)
        self.skill = np.repeat(np.arange(len(steps)), steps)
        self.below = np.concatenate([np.arange(n) for n in steps]).astype(np.float32)
        self.asked = (level * importance).sum(axis=1)
        weight = grid * importance / self.asked[:, None]
        clipped = np.clip(level[:, self.skill] / grid - self.below, 0, 1)
        self.roles = (weight[:, self.skill] * clipped).astype(np.float32)

    def people(self, levels, block=1 << 14):
        rows = np.empty((len(levels), len(self.skill)), np.float32)
        for i in range(0, len(levels), block):
            part = levels[i : i + block, self.skill]
            part /= np.float32(self.grid)
            part -= self.below
            np.clip(part, 0, 1, out=rows[i : i + block])
        return rows
