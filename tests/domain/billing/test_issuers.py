"""Who issues documents, as the operator's file says."""

import pytest

from bot.domain.billing.issuers import Issuer, read_issuer
from bot.domain.billing.papers import Party


def test_a_file_says_who_issues_and_how_to_pay() -> None:
    read = read_issuer(
        """
        name: Northwind Systems GmbH
        address: [Lindenallee 12, 20095 Hamburg]
        email: billing@northwind.example
        vat_id: DE987654321
        pay_to: [IBAN DE02 1203 0000 0000 2020 51]
        """
    )

    party = Party(
        "Northwind Systems GmbH", ("Lindenallee 12", "20095 Hamburg"), "billing@northwind.example", "DE987654321"
    )
    assert read == Issuer(party, ("IBAN DE02 1203 0000 0000 2020 51",))


def test_a_name_is_enough() -> None:
    assert read_issuer("name: Acme") == Issuer(Party("Acme"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "needs keys with values"),
        ("name: [", "is not YAML"),
        ("email: a@b.example", "needs a name"),
        ("{name: Acme, adress: []}", "but not adress"),
        ("{name: Acme, address: Lindenallee 12}", "needs a list of lines for address"),
        ("{name: Acme, pay_to: [1203]}", "needs a list of lines for pay_to"),
        ("name: 12", "needs text for name"),
    ],
)
def test_a_mistake_is_named(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_issuer(text)
