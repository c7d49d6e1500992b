"""What comes along with a proof counts only where the reader names whom to trust; and openssl may not be there."""

from pathlib import Path

import pytest

from knell.evidence import vouching
from knell.evidence.bag import Bag, BagError
from knell.evidence.bagging import pack_bag
from knell.evidence.cosigning import cosign
from knell.evidence.signing import sign
from knell.evidence.vouching import Stamp, Trust, check_anchors, fingerprints, read_partner, verify_stamp
from tests.evidence.test_cosigning import AT, NOTE, PARTNER, SEED, STRANGER, signed


def bag_of(tmp_path: Path, **anchors: bytes) -> Bag:
    pack_bag(
        tmp_path / "bag.zip", {f"anchors/{name.replace('_', '.')[1:]}": content for name, content in anchors.items()} | {"a.txt": b"a"}, {}
    )
    return Bag(tmp_path / "bag.zip")


def test_a_cosignature_counts_for_who_trusts_the_partner(tmp_path: Path) -> None:
    with bag_of(tmp_path, n0001_cosigned=signed()) as bag:
        told = check_anchors(bag, NOTE, Trust(partners=(PARTNER,)))
        assert told.by == ("Partner records.example.org saw this state of the log on 2025-06-15 15:06:40 UTC, by the partner's own clock.",)
        assert told.others == ()
        untold = check_anchors(bag, NOTE, Trust())
        assert untold.by == ()
        assert "give that partner's key" in untold.others[0]
        other = check_anchors(bag, NOTE, Trust(partners=(STRANGER,)))
        assert other.by == ()
        assert other.others[-1] == "No partner whose key you gave has cosigned it."


def test_a_cosignature_of_another_checkpoint_is_refused(tmp_path: Path) -> None:
    from knell.evidence.checkpoints import Checkpoint, sign_checkpoint
    from tests.evidence.test_cosigning import KEY, LOG

    other = sign_checkpoint(Checkpoint("knell/coast", 4, bytes(32)), KEY, lambda message: sign(LOG, message))
    cosigned = cosign(other, PARTNER, lambda message: sign(SEED, message), AT)
    with bag_of(tmp_path, n0001_cosigned=cosigned) as bag, pytest.raises(BagError, match="another checkpoint"):
        check_anchors(bag, NOTE, Trust(partners=(PARTNER,)))


def test_no_anchors_are_no_vouching_and_odd_names_are_refused(tmp_path: Path) -> None:
    with bag_of(tmp_path) as bag:
        assert check_anchors(bag, NOTE, Trust()) == ((), ())
    with bag_of(tmp_path, n0001_exe=b"x") as bag, pytest.raises(BagError, match="no place"):
        check_anchors(bag, NOTE, Trust())


def test_a_stamp_that_is_none_is_told_and_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "roots.pem").write_bytes(b"none")
    with bag_of(tmp_path, n0001_tsr=b"no stamp") as bag:
        told = check_anchors(bag, NOTE, Trust(roots=(tmp_path / "roots.pem",)))
    assert told.by == ()
    assert told.others == ("The time stamp anchors/0001.tsr: is no time stamp that openssl can read.",)


def test_without_openssl_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vouching, "OPENSSL", "no-such-program-here")
    assert verify_stamp(b"x", b"y", b"z") == Stamp(None, "openssl is not there to check it")


def test_a_certificates_fingerprint_is_the_hash_of_its_bytes() -> None:
    import base64
    import hashlib

    pem = b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(b"c" * 100) + b"-----END CERTIFICATE-----\n"
    assert fingerprints(b"above\n" + pem + pem) == (hashlib.sha256(b"c" * 100).hexdigest(),) * 2
    assert fingerprints(b"\xff") == fingerprints(b"") == ()


def test_a_partners_key_is_read_as_the_command_line_gives_it() -> None:
    assert read_partner(PARTNER.spell()) == PARTNER
    with pytest.raises(ValueError, match="--partner"):
        read_partner("nonsense")
