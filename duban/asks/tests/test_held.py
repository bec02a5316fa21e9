"""What was sent and never confirmed goes by itself after the days that a rule says."""

import datetime
import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duban.asks.schedule import Due, job_with
from duban.base import clock
from duban.documents.actions import hold_upload, keep_upload
from duban.documents.exchange.comparing import KEPT_DAYS
from duban.documents.exchange.models import Batch
from duban.documents.exchange.tests.workbooks import PERSON_HEAD, sent, written
from duban.documents.store import path_of
from duban.orgs.tests import factories
from duban.packs.models import RuleParameter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def tree(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return factories.tree()


@pytest.mark.parametrize(("days", "goes"), [(3.01, True), (2.99, False)])
def test_each_day_what_was_held_for_longer_than_the_rule_says_goes_and_no_file_does(tree, days, goes):
    RuleParameter.objects.create(code=KEPT_DAYS, title="保留", value="3", basis="本地要求", is_local=True)
    cadres = [Client(), Client()]
    for client, name in zip(cadres, ("许文静", "赵立"), strict=True):
        client.force_login(factories.account(factories.person(name, unit=tree.north, unit_cadre=tree.north)))
    mine = sent(cadres[0], written(人员=[PERSON_HEAD, ("秦书文", "北局", "非党员", None)]))
    young = sent(cadres[1], written(人员=[PERSON_HEAD, ("陆明", "北局", "非党员", None)]))
    nothing = hold_upload(SimpleUploadedFile("清单.txt", b"held"))
    file = keep_upload(SimpleUploadedFile("证据.txt", b"kept"), unit=tree.north, title="证据", by=None)
    for sha256 in (mine.sha256, young.sha256, nothing.sha256, file.sha256):
        came = clock.now().timestamp() - days * 24 * 3600
        os.utime(path_of(sha256), (came, came))
    Batch.objects.filter(pk=mine.pk).update(updated_at=clock.now() - datetime.timedelta(days=days))

    said = job_with("exchange.clear_held").run(Due("2026-11-23", clock.now()))

    assert said == f"清除{2 if goes else 0}份"
    assert [path_of(each).exists() for each in (mine.sha256, nothing.sha256)] == [not goes, not goes]
    assert path_of(young.sha256).exists()
    assert path_of(file.sha256).exists()
