"""The product's settings with one language more, `tests.pseudo`: for servers of tests in browsers."""

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from config.settings import *  # noqa: F403  all settings of the product, by purpose
from config.settings import INSTALLED_APPS, LANGUAGES

# As in `tests.pseudo`, which needs settings.
LANGUAGES = [*LANGUAGES, ("xa", _("Pseudo"))]
INSTALLED_APPS = [*INSTALLED_APPS, "tests.pseudo_app.PseudoApp"]
LANG_INFO["xa"] = {"bidi": False, "code": "xa", "name": "Pseudo", "name_local": "Pseudo"}
