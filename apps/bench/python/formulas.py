"""The workloads as one writes them with PyTorch: as posted, and rearranged by hand where that is clearly faster."""

import torch
import torch.nn.functional as F


def gradual(values, p):
    top = values.amax(-1, keepdim=True)
    return torch.where(values == top, 1 - (1 - values) ** p, values**p)


class SharedGradual(torch.autograd.Function):
    """The branch is chosen first, and one power serves outputs and gradient."""

    @staticmethod
    def forward(ctx, values, p):
        is_max = values == values.amax(-1, keepdim=True)
        base = torch.where(is_max, 1 - values, values)
        slope = base ** (p - 1)
        ctx.p = p
        ctx.save_for_backward(slope)
        power = base.mul_(slope)
        return torch.where(is_max, 1 - power, power)

    @staticmethod
    def backward(ctx, cotangent):
        (slope,) = ctx.saved_tensors
        return cotangent * (ctx.p * slope), None


def scaled_softmax(values, p):
    return torch.softmax(values * p, -1)


def power_normalize(values, p):
    powers = values**p
    return powers / powers.sum(-1, keepdim=True)


class SharedPowerNormalize(torch.autograd.Function):
    """One power serves shares and gradient."""

    @staticmethod
    def forward(ctx, values, p):
        slope = values ** (p - 1)
        shares = values * slope
        total = shares.sum(-1, keepdim=True)
        shares /= total
        ctx.p = p
        ctx.save_for_backward(shares, slope, total)
        return shares

    @staticmethod
    def backward(ctx, cotangent):
        shares, slope, total = ctx.saved_tensors
        rest = cotangent - (cotangent * shares).sum(-1, keepdim=True)
        return rest.mul_(slope).mul_(ctx.p / total), None


def cross_entropy(values, p, labels):
    return F.cross_entropy((values * p).flatten(0, -2), labels.flatten().long(), reduction="none")


FORMULAS = {
    "gradual": {"posted": gradual, "shared": SharedGradual.apply},
    "scaledSoftmax": {"posted": scaled_softmax},
    "powerNormalize": {"posted": power_normalize, "shared": SharedPowerNormalize.apply},
    "crossEntropy": {"posted": cross_entropy},
}

LOSSES = {
    "mean": lambda formula: lambda values, p, *extra: formula(values, p, *extra).mean(),
    "weightedMean": lambda formula: lambda values, p, weights: (formula(values, p) * weights).mean(),
}
