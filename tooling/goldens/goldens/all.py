"""Every module that declares cases."""

import os
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module

from .cases import cases

MODULES = """
    operators_ranks operators_order operators_entmax losses_entmax operators_choice operators_gradual operators_logit
    operators_normmax operators_noise operators_softmax operators_subset
    ops_binary ops_order ops_reduce ops_select ops_shape ops_unary
""".split()


def declare():
    """All cases in this process, in turn: what is left of them is more than text."""
    for name in MODULES:
        import_module(f".{name}", __package__)


def declare_text():
    """The text of all cases, computed by as many processes as there are processors."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for lines in pool.map(_declared, MODULES):
            # a module that takes formulas from another has that one's cases, too: they are the same
            for fn, texts in lines.items():
                cases.lines.setdefault(fn, texts)


def _declared(name):
    cases.lines.clear()
    import_module(f".{name}", __package__)
    return dict(cases.lines)
