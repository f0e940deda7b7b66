"""Every module that declares cases."""

from . import (  # noqa: F401
    operators_gradual,
    ops_unary,
)
