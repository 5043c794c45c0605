"""The models of the app, where Django looks for them, and their choices."""

from exchange.erasure.models import Erasure
