import pytest

from knell.terms.load import TermsError, has_terms, load_terms


def test_a_term_file_is_read_once_and_shared():
    assert load_terms("en", "times") is load_terms("en", "times")
    assert load_terms("en", "times")["language"] == "en"


def test_terms_cannot_be_changed_by_a_reader():
    with pytest.raises(TypeError):
        load_terms("en", "times")["language"] = "fr"  # type: ignore[index]


@pytest.mark.parametrize(("language", "name"), [("xx", "times"), ("en", "nothing"), ("en", "../en/times"), ("..", "times"), ("", "")])
def test_a_file_that_is_not_there_or_lies_elsewhere_is_refused(language, name):
    assert not has_terms(language, name)
    with pytest.raises(TermsError):
        load_terms(language, name)
