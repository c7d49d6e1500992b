"""A casebook of people and places that do not exist, and somebody who asks for its pages."""

from collections.abc import Callable

import pytest

from knell.casebook.connection import set_up_django

set_up_django()

from django.test import Client  # noqa: E402

from knell.casebook.ledger import Casebook  # noqa: E402

from .cast import build_casebook  # noqa: E402


@pytest.fixture(scope="session")
def casebook(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    return build_casebook(tmp_path_factory.mktemp("web") / "coast")


@pytest.fixture
def client(casebook: Casebook) -> Client:
    return Client(headers={"host": "127.0.0.1"}, **{"knell.casebook": casebook})


@pytest.fixture
def page(client: Client) -> Callable[[str], str]:
    def ask(address: str) -> str:
        response = client.get(address)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        return str(response.content.decode())

    return ask
