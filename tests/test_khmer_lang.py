"""The checker itself: it must find what it is there for."""

from tests.khmer_lang import inline_parts, khmer_runs, page_language, stray_khmer


def test_stray_khmer_finds_text_outside_lang_km():
    html = '<html lang="en"><p>Mr <b>សុខ</b><br>and <i lang="km">ចាន់ <u>ណា</u></i> រតនា</p></html>'
    assert stray_khmer(html) == ["សុខ", "រតនា"]
    assert khmer_runs(html) == 4


def test_stray_khmer_reads_attributes_and_khmer_digits():
    html = (
        '<html lang="km"><img alt="រូប"><p lang="en">page ៣ <img alt="រូប"></p>'
        '<svg lang="en"><path d="M0"/></svg>២</html>'
    )
    assert stray_khmer(html) == ["page ៣", "<img alt> រូប"]


def test_stray_khmer_does_not_read_scripts():
    assert stray_khmer('<html lang="en"><script src="x">"ខ្មែរ"</script></html>') == []


def test_inline_parts_finds_each_kind():
    assert inline_parts('<script src="/a.js"></script><p class="style">on x=1</p>') == []
    assert inline_parts("<script>1</script>") == ["script"]
    assert inline_parts("<style>p{}</style>") == ["style element"]
    assert inline_parts('<p style="color:red">') == ["style attribute"]
    assert inline_parts('<button type="button" onclick="x()">') == ["event handler"]
    assert inline_parts('<a href="javascript:x()">') == ["javascript address"]


def test_page_language_reads_the_html_element():
    assert page_language('<!doctype html><html class="a" lang="km">') == "km"
    assert page_language("<html>") == ""
