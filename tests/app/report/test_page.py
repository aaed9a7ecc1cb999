from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pureml.app.report.page import Section, facts, page, tiles, wide
from tests.app.report.reading import Page

TEXT = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]))


@settings(max_examples=25)
@given(title=TEXT, name=TEXT, value=TEXT)
def test_texts_stand_in_the_page_as_they_are(title: str, name: str, value: str) -> None:
    read = Page(page(title, tiles([(name, value, "")]), [Section("one", title, facts({name: value}))]))
    for text in (title, name, value):
        assert " ".join(text.split()) in read.text
    assert not read.all("script")
    assert read.loaded() == []


def test_every_section_has_its_link() -> None:
    read = Page(page("title", "", [Section("one", "One", "<p>1</p>"), Section("two", "Two", wide("<table></table>"))]))
    assert [found["href"] for found in read.all("a")] == [f"#{found['id']}" for found in read.all("section")] == ["#one", "#two"]


def test_the_page_fits_phones_and_follows_light_and_dark() -> None:
    html = page("title", "", [])
    read = Page(html)
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in read.all("meta")
    assert {"name": "color-scheme", "content": "light dark"} in read.all("meta")
    assert "@media (prefers-color-scheme: dark)" in html
    assert "url(" not in html
    assert "@import" not in html
