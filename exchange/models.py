"""The models of the app, where Django looks for them."""

from exchange.erasure.models import Erasure
