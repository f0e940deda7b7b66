"""Every module that declares cases."""

from . import (  # noqa: F401
    losses_entmax,
    operators_choice,
    operators_entmax,
    operators_gradual,
    operators_logit,
    operators_order,
    operators_ranks,
    operators_noise,
    operators_softmax,
    operators_subset,
    ops_binary,
    ops_order,
    ops_reduce,
    ops_select,
    ops_shape,
    ops_unary,
)
