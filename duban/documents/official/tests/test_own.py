"""An office's own .docx: filled, escaped, and without any power."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from duban.base.errors import BadInput
from duban.documents.official.models import Kind, OfficeTemplate
from duban.documents.official.own import BLANKS, blanks_of, try_template, written
from duban.documents.official.tests import factories as official
from duban.documents.official.tests.test_sheet import paper
from duban.orgs.tests import factories

ALL = ["{{ title }}", "{%p for p in paragraphs %}", "{{ p }}", "{%p endfor %}", "{{ name }} {{ date }}"]


def docx(*paragraphs):
    document, out = Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def words(content):
    return [each.text for each in Document(io.BytesIO(content)).paragraphs]


def test_a_template_is_filled_and_nothing_is_cut():
    made = paper(title="关于A<B & C的通知", body="第一段。\n第二段<粗>。")
    assert words(written(docx(*ALL), made)) == [
        "关于A<B & C的通知",
        "第一段。",
        "第二段<粗>。",
        f"{made.names[0]} 2026年3月5日",
    ]


def test_every_blank_of_the_manual_can_be_named():
    assert set(blanks_of(paper())) == set(BLANKS)
    try_template(docx(*(f"{{{{ {name} }}}}" for name in BLANKS)), Kind.NOTICE)


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ title.__class__ }}",
        "{{ title.upper() }}",
        "{{ title.format(title) }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%1000000000d' % 1 }}",
        "{% for x in range(1000000) %}x{% endfor %}",
        "{{ cycler(1) }}",
        "{{ lipsum(1000) }}",
        "{{ self.__init__.__globals__ }}",
        "{{ title | attr('__class__') }}",
        "{% include '/etc/passwd' %}",
        "{% import 'x' as y %}",
        "{{ unknown }}",
        "{{ title ",
        "{% for p in paragraphs %}{{ p }}",
    ],
)
def test_a_template_that_asks_for_more_is_refused(text):
    with pytest.raises(BadInput) as refused:
        try_template(docx(text), Kind.NOTICE)
    assert refused.value.places


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"%PDF-1.7"])
def test_what_is_no_word_file_is_refused(content):
    with pytest.raises(BadInput):
        try_template(content, Kind.NOTICE)


@pytest.mark.django_db
@pytest.mark.usefixtures("frozen")
def test_documents_of_the_kind_follow_the_template_until_it_is_retired(client):
    official.install()
    tree = factories.tree()
    client.force_login(factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee)))
    address = reverse("add_office_template", args=[tree.committee.pk])

    def add(content, name="通报.docx"):
        return client.post(address, {"kind": "bulletin", "upload": SimpleUploadedFile(name, content)})

    wrong = add(docx("{{ unknown }}"))
    assert wrong.status_code == 422
    assert "unknown" in wrong.content.decode()
    assert not OfficeTemplate.objects.exists()
    assert add(docx("旧版 {{ title }}")).status_code == 302
    assert add(docx("新版 {{ title }}")).status_code == 302
    document = official.document(tree.committee)
    word = reverse("download_paper", args=[document.pk])
    assert words(client.get(word).content) == [f"新版 {document.title}"]
    used = OfficeTemplate.objects.get(retired_on=None)
    assert client.post(reverse("retire_office_template", args=[used.pk])).status_code == 302
    assert len(words(client.get(word).content)) > 3
