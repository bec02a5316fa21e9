"""``duban reindex``: the index of the library made anew from its texts."""

import os

import click


@click.command()
def reindex() -> None:
    """把制度手册的全文索引按现有文本重建一遍；平时不需要，恢复备份后或升级说明要求时运行。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.settings")
    import django  # noqa: PLC0415 - scoring a workbook must not wait for Django

    django.setup()
    from duban.documents.library.actions import rebuild_index  # noqa: PLC0415 - Django is set up by now, not before

    versions, passages = rebuild_index()
    click.echo(f"已重建 {versions} 个版本的全文索引，共 {passages} 段。")
