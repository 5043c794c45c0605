from exchange.models.erasure import Erasure

__all__ = ["Erasure"]
