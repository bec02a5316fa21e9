"""Components: a wrong name fails at once, text is escaped, and the gallery shows every one."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from duban.ui import gallery as gallery_module
from duban.ui.templatetags import ui
from duban.ui.views import gallery

TEMPLATES = Path(gallery_module.__file__).parent / "templates"


def render(text: str, **values: object) -> str:
    """The template as the product would show it in Chinese."""
    with translation.override("zh-hans"):
        return " ".join(Template(text).render(Context(values)).split())


@pytest.mark.parametrize(
    "text",
    [
        '{% state "late" %}',
        '{% state kind="late" wort="逾期" %}',
        '{% section titel="清单" %}{% endsection %}',
        '{% page_head title="清单" lead="多" %}{% endpage_head %}',
    ],
)
def test_a_missing_or_misspelt_attribute_fails_when_the_template_compiles(text):
    with pytest.raises(TemplateSyntaxError):
        Template(text)


def test_state_is_a_shape_and_a_word():
    assert render('{% state "late" "逾期3天" %}') == '<span class="st st-late">逾期3天</span>'


def test_state_refuses_an_unknown_kind():
    with pytest.raises(ValueError, match="expected one of"):
        render('{% state "red" "逾期" %}')


def test_absence_has_four_words():
    words = [render(f'{{% absence "{kind}" %}}') for kind in ("zero", "missing", "not-applicable", "not-yet")]

    assert words == [
        '<span class="v-zero">0</span>',
        '<span class="v-miss">缺报</span>',
        '<span class="v-na">不适用</span>',
        '<span class="v-yet">未到时间</span>',
    ]


def test_text_is_escaped():
    shown = render("{% section title=name count=name %}{{ name }}{% endsection %}", name="<b>甲</b>")

    assert shown.count("&lt;b&gt;甲&lt;/b&gt;") == 3
    assert "<b>甲" not in shown


def test_icon_that_the_sprite_does_not_have_is_refused(browser_files):
    with pytest.raises(LookupError, match=r"tools/assets\.py"):
        render('{% icon "no-such-icon" %}')


def test_every_icon_a_template_names_is_in_the_sprite(browser_files):
    named = set()
    for path in TEMPLATES.parent.parent.glob("*/templates/**/*.html"):
        named |= set(re.findall(r'{% icon "([a-z0-9-]+)"', path.read_text(encoding="utf-8")))

    assert named
    for name in sorted(named):
        assert f"#{name}" in render(f'{{% icon "{name}" %}}')


def test_the_gallery_shows_every_component(browser_files):
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((TEMPLATES / "ui").rglob("gallery*/*.html")))
    text += (TEMPLATES / "ui" / "gallery.html").read_text(encoding="utf-8")
    text += (TEMPLATES / "ui" / "gallery_panel.html").read_text(encoding="utf-8")
    text += (TEMPLATES / "ui" / "page.html").read_text(encoding="utf-8")  # the frame of the gallery itself

    assert {name for name in ui.register.tags if not re.search(rf"{{% {name}[ %]", text)} == set()


def test_the_gallery_renders(browser_files, settings):
    settings.ROOT_URLCONF = "duban.ui.tests.gallery_urls"
    request = RequestFactory().get("/ui/")
    with translation.override("zh-hans"):
        response = gallery(request)

    assert response.status_code == 200
    assert "每个组件各一次，仅开发时显示。" in response.content.decode()
