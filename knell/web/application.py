"""The pages of one casebook as a WSGI application."""

from collections.abc import Callable, Iterable
from typing import Any

from knell.casebook.connection import set_up_django
from knell.casebook.ledger import Casebook

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def application_of(casebook: Casebook, hosts: Iterable[str] = ()) -> Application:
    """An application that shows ``casebook`` and nothing else. ``hosts``: names it answers to beside the loopback's own.

    The casebook goes along with each request, so that two applications of one process never mix.
    """
    set_up_django()
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from .views import CASEBOOK

    settings.ALLOWED_HOSTS = list(dict.fromkeys([*settings.ALLOWED_HOSTS, *hosts]))
    answer = get_wsgi_application()

    def application(environment: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environment[CASEBOOK] = casebook
        found: Iterable[bytes] = answer(environment, start_response)
        return found

    return application
