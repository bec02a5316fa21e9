"""Templates from packs, blanks, drafts that other rooms start, and PDF."""

import pytest
from django.http import Http404
from django.urls import reverse

from duban.base.errors import BadInput, NotAllowed
from duban.documents.official import drafts, pdf
from duban.documents.official.content import CONTENT, STANDARD
from duban.documents.official.drafts import Filled, Offer, Source, add_source, start, start_about
from duban.documents.official.models import DocumentTemplate, Kind, OfficeProfile, OfficialDocument
from duban.documents.official.profiles import layout_of, profile_of
from duban.documents.official.tests import factories as official
from duban.orgs.models import Unit
from duban.orgs.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def tree():
    official.install()
    return factories.tree()


@pytest.fixture
def officer(tree):
    return factories.account(factories.person("周敏", unit=tree.committee, committee_admin=tree.committee))


def test_every_template_of_the_pack_says_its_blanks_and_goes_in_and_out(tree):
    items = CONTENT.read(official.content(), "document_templates.yaml")
    codes = [item.code for item in items]
    assert len(codes) == len(set(codes)) > 10
    assert {item.said["kind"] for item in items if item.code != STANDARD} == set(Kind.values)
    present = CONTENT.present(codes)
    assert all(present[item.code] == dict(item.said) for item in items)
    CONTENT.remove([code for code in codes if code != STANDARD])
    assert not DocumentTemplate.objects.exists()


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ({"kind": "poem"}, "kind"),
        ({"title": ""}, "title"),
        ({"blanks": {}}, "blanks unit"),
        ({"blanks": {"unit": "单位", "other": "多的"}}, "blanks other"),
        ({"code": "Ä"}, "code"),
        ({"surplus": "x"}, "surplus"),
        ({"title": "长" * 151}, "title"),
    ],
)
def test_a_template_that_does_not_hold_says_where(row, place):
    good = {
        "code": "x",
        "kind": "notice",
        "name": "名",
        "title": "关于{unit}的通知",
        "body": "正文",
        "blanks": {"unit": "单位"},
    }
    CONTENT.read({"templates": [good]}, "f")
    with pytest.raises(BadInput) as refused:
        CONTENT.read({"templates": [{**good, **row}]}, "f")
    assert [where for where, _found, _expected in refused.value.places if where.endswith(place)]


def test_measures_that_are_missing_or_no_numbers_are_refused():
    measures = dict(official.content()["measures"])
    for wrong in ({**measures, "top_mm": "breit"}, {name: each for name, each in measures.items() if name != "lines"}):
        with pytest.raises(BadInput):
            CONTENT.read({"measures": wrong}, "f")


def test_blanks_are_filled_and_what_is_not_known_stays_to_be_seen(tree, officer):
    made = start(
        Kind.ORDER_SHEET, issuer=tree.committee, by=officer, template="order-sheet",
        blanks={"unit": "北局", "matter": "支部换届逾期", "basis": ""}, about="terms.term:1", about_title="换届",
    )  # fmt: skip
    assert (made.addressees, made.about, made.drafted_by) == ("北局", "terms.term:1", officer)
    assert "［办结日期］" in made.body
    assert "支部换届逾期" in made.body
    assert "\n\n" not in made.body
    assert made.filled == {"unit": "北局", "matter": "支部换届逾期"}


def test_what_a_room_says_itself_stands_instead_of_the_template(tree, officer):
    made = start(
        Kind.NOTICE, issuer=tree.committee, by=officer, template="notice", title="关于开会的通知", addressees="北局"
    )
    assert (made.title, made.addressees) == ("关于开会的通知", "北局")
    with pytest.raises(BadInput):
        start(Kind.NOTICE, issuer=tree.committee, by=officer, template="no-such")
    with pytest.raises(BadInput):
        start(Kind.BULLETIN, issuer=tree.committee, by=officer, template="notice")


def test_nobody_drafts_for_a_unit_that_is_not_theirs(tree):
    cadre = factories.account(factories.person("郑海", unit=tree.north, unit_cadre=tree.north))
    with pytest.raises(NotAllowed):
        start(Kind.NOTICE, issuer=tree.south, by=cadre, title="关于开会的通知")


@pytest.fixture
def units(monkeypatch):
    """Units as objects that documents are about."""
    monkeypatch.setattr(drafts, "_sources", {})
    add_source(
        Source(
            "orgs.unit",
            "单位",
            find=lambda user, pk: Unit.objects.filter(pk=pk).first(),
            offers=(Offer("letter", lambda unit: unit.name == "北局"),),
            fill=lambda unit, template: Filled(unit, unit.name, {"matter": "商请支持", "unit": "某镇人民政府"}),
        )
    )


def test_a_room_offers_documents_about_its_objects(tree, officer, units, client):
    client.force_login(officer)
    answer = client.post(reverse("start_paper", args=["orgs.unit", tree.north.pk]), {"template": "letter"})
    made = OfficialDocument.objects.get()
    assert answer.headers["Location"] == reverse("paper", args=[made.pk])
    assert (made.title, made.addressees, made.about) == ("关于商请支持的函", "某镇人民政府", tree.north.key)
    for code, pk, template in [
        ("orgs.unit", tree.south.pk, "letter"), ("orgs.unit", tree.north.pk, "notice"), ("orgs.unit", 0, "letter"),
        ("orgs.nothing", tree.north.pk, "letter"),
    ]:  # fmt: skip
        with pytest.raises(Http404):
            start_about(code, pk, template, by=officer)


def test_an_office_differs_from_the_standard_where_it_says_so(tree, officer, client):
    client.force_login(officer)
    address = reverse("set_profile", args=[tree.committee.pk])
    assert client.post(address, {"m_top_mm": "30", "m_face_body": "仿宋 → FangSong"}).status_code == 302
    layout = layout_of(profile_of(tree.committee))
    assert (layout.top_mm, layout.left_mm, layout.face("body"), layout.face("title")) == (
        30,
        28,
        "仿宋",
        "方正小标宋简体",
    )
    assert layout_of(profile_of(tree.north)).top_mm == 37
    for wrong in (
        {"m_top_mm": "宽"},
        {"m_top_mm": "-3"},
        {"m_width_mm": "190"},
        {"m_columns": "40"},
        {"m_line_pitch_twips": "700"},
    ):
        assert client.post(address, wrong).status_code == 422, wrong
    assert layout_of(profile_of(tree.committee)).top_mm == 30


@pytest.mark.parametrize(
    "row",
    [
        {"sort_1": "review", "post_1": "科长", "role_1": "committee_admin"},
        {"sort_1": "sign", "post_1": "书记", "role_1": ""},
        {"sort_1": "sign", "post_1": "书记", "role_1": "committee_leader", "unit_1": "没有这个单位"},
        {
            "sort_1": "sign", "post_1": "书记", "role_1": "committee_leader",
            "sort_2": "review", "post_2": "科长", "role_2": "committee_admin",
        },
    ],
)  # fmt: skip
def test_a_chain_names_whole_rows_and_ends_with_the_signature(tree, officer, client, row):
    client.force_login(officer)
    assert client.post(reverse("set_chain", args=[tree.committee.pk]), row).status_code == 422
    assert not OfficeProfile.objects.filter(unit=tree.committee).exists()


def test_without_libreoffice_the_page_says_so_plainly(tree, officer, client, settings):
    settings.SOFFICE = "no-such-program"
    client.force_login(officer)
    document = official.document(tree.committee)
    page = client.get(reverse("paper", args=[document.pk])).content.decode()
    assert "没有安装LibreOffice" in page
    answer = client.get(reverse("download_paper_pdf", args=[document.pk]))
    assert answer.status_code == 409
    assert "没有安装LibreOffice" in answer.content.decode()


def test_a_pdf_that_takes_too_long_is_given_up(settings, tmp_path):
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 30\n")
    slow.chmod(0o755)
    settings.SOFFICE, settings.PDF_SECONDS = str(slow), 1
    with pytest.raises(pdf.NoPdf, match="1秒内"):
        pdf.pdf_of(b"")
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    settings.SOFFICE = str(broken)
    with pytest.raises(pdf.NoPdf, match="没有生成"):
        pdf.pdf_of(b"")
